//! tantivy as it comes: the same pairs that we index, its default query parser, BM25 over any of them, titles and heads boosted.

use std::path::{Path, PathBuf};

use search::Item;
use search::grams::grams_of;
use tantivy::collector::TopDocs;
use tantivy::directory::MmapDirectory;
use tantivy::query::QueryParser;
use tantivy::schema::{
    Field, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions, Value as _,
};
use tantivy::tokenizer::{TextAnalyzer, WhitespaceTokenizer};
use tantivy::{Index, IndexReader, IndexSettings, IndexWriter, TantivyDocument};

use super::{Engine, body_of, folder_size, head_of};

/// The engine.
pub struct Plain {
    folder: PathBuf,
    index: Index,
    writer: Option<IndexWriter>,
    reader: Option<IndexReader>,
    fields: [Field; 5],
}

impl Plain {
    pub fn open(folder: &Path) -> Self {
        let indexing = TextFieldIndexing::default()
            .set_tokenizer("pairs")
            .set_index_option(IndexRecordOption::WithFreqs);
        let text = TextOptions::default().set_indexing_options(indexing);
        let mut schema = Schema::builder();
        let fields = [
            schema.add_text_field("key", STRING | STORED),
            schema.add_text_field("title", text.clone()),
            schema.add_text_field("head", text.clone()),
            schema.add_text_field("body", text),
            schema.add_text_field("shown", STORED),
        ];
        let directory = MmapDirectory::open(folder).expect("a folder");
        let index = Index::create(directory, schema.build(), IndexSettings::default());
        let index = index.expect("an index");
        let pairs = TextAnalyzer::builder(WhitespaceTokenizer::default()).build();
        index.tokenizers().register("pairs", pairs);
        let writer = index.writer_with_num_threads(1, 96 << 20);
        Self {
            folder: folder.to_owned(),
            writer: Some(writer.expect("a writer")),
            reader: None,
            index,
            fields,
        }
    }
}

impl Engine for Plain {
    fn add(&mut self, items: &[Item]) {
        let [key, title, head, body, shown] = self.fields;
        let writer = self.writer.as_ref().expect("not finished");
        for item in items {
            let text = body_of(item);
            let mut document = TantivyDocument::new();
            document.add_text(key, &item.key);
            document.add_text(title, grams_of(&item.title).join(" "));
            document.add_text(head, grams_of(&head_of(item)).join(" "));
            document.add_text(body, grams_of(&text).join(" "));
            document.add_text(shown, format!("{}\n{text}", item.title));
            writer.add_document(document).expect("added");
        }
    }

    fn finish(&mut self) {
        let mut writer = self.writer.take().expect("finished once");
        writer.commit().expect("committed");
        // Merges that the library began by itself would take segments away meanwhile.
        writer.wait_merging_threads().expect("merged");
        let writer = self.index.writer_with_num_threads(1, 96 << 20);
        let mut writer: IndexWriter = writer.expect("a writer");
        let segments = self.index.searchable_segment_ids().expect("segments");
        if segments.len() > 1 {
            writer.merge(&segments).wait().expect("merged");
        }
        writer.wait_merging_threads().expect("merged");
        self.reader = Some(self.index.reader().expect("a reader"));
    }

    fn find(&mut self, typed: &str, limit: usize) -> Vec<String> {
        let [key, title, head, body, _] = self.fields;
        let mut parser = QueryParser::for_index(&self.index, vec![title, head, body]);
        parser.set_field_boost(title, 3.0);
        parser.set_field_boost(head, 2.0);
        let (query, _) = parser.parse_query_lenient(&grams_of(typed).join(" "));
        let searcher = self.reader.as_ref().expect("finished").searcher();
        let top = TopDocs::with_limit(limit).order_by_score();
        let found = searcher.search(&query, &top).expect("found");
        let keys = found.into_iter().map(|(_, address)| {
            let document: TantivyDocument = searcher.doc(address).expect("a document");
            let key = document.get_first(key).and_then(|it| it.as_str());
            key.unwrap_or_default().to_owned()
        });
        keys.collect()
    }

    fn size(&mut self) -> u64 {
        folder_size(&self.folder)
    }
}
