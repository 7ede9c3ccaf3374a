// Verifies a Gongkai log with code that is not Gongkai's: golang.org/x/mod/sumdb/tlog and note.
//
// It asks the log for its newest checkpoint, checks the signature, reads every entry and checks that each stands where the tree says,
// and, given an older checkpoint, that the log of today continues the log of then. With -proof it checks a proof file instead,
// offline. It keeps nothing and trusts nothing but the key.
//
//	foreign-verifier -key KEY -log https://www.example.gov.cn/log [-old FILE]
//	foreign-verifier -key KEY -proof FILE
package main

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// head is what a checkpoint says.
type head struct {
	origin string
	tree   tlog.Tree
}

// openHead believes a checkpoint that the key has signed.
func openHead(text []byte, verifier note.Verifier) (head, error) {
	opened, err := note.Open(text, note.VerifierList(verifier))
	if err != nil {
		return head{}, fmt.Errorf("checkpoint: %w", err)
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) < 4 {
		return head{}, fmt.Errorf("checkpoint: %d lines", len(lines)-1)
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return head{}, fmt.Errorf("checkpoint: size: %w", err)
	}
	root, err := tlog.ParseHash(lines[2])
	if err != nil {
		return head{}, fmt.Errorf("checkpoint: root: %w", err)
	}
	if lines[0] != verifier.Name() {
		return head{}, fmt.Errorf("checkpoint: of %q, not of %q", lines[0], verifier.Name())
	}
	return head{lines[0], tlog.Tree{N: size, Hash: root}}, nil
}

// server is a log as served.
type server struct{ address string }

func (s server) get(path string) ([]byte, error) {
	answer, err := http.Get(s.address + "/" + path)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err == nil && answer.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %s", path, answer.Status)
	}
	return body, err
}

// Height, ReadTiles and SaveTiles make it a tlog.TileReader.
func (s server) Height() int { return 8 }

func (s server) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range tiles {
		// Go writes the height into the path; C2SP tlog-tiles, where it is always 8, does not.
		path := "tile/" + strings.TrimPrefix(tile.Path(), "tile/8/")
		body, err := s.get(path)
		if err != nil {
			return nil, err
		}
		all = append(all, body)
	}
	return all, nil
}

func (s server) SaveTiles([]tlog.Tile, [][]byte) {}

// entries are those of one bundle.
func (s server) entries(bundle, size int64) ([][]byte, error) {
	width := size - bundle*256
	path := "tile/entries/" + strings.TrimPrefix(tlog.Tile{H: 8, L: 0, N: bundle, W: 256}.Path(), "tile/8/0/")
	if width < 256 {
		path += ".p/" + strconv.FormatInt(width, 10)
	}
	body, err := s.get(path)
	if err != nil {
		return nil, err
	}
	var entries [][]byte
	for len(body) > 0 {
		if len(body) < 2 || len(body) < 2+int(binary.BigEndian.Uint16(body)) {
			return nil, fmt.Errorf("%s: cut off", path)
		}
		length := int(binary.BigEndian.Uint16(body))
		entries = append(entries, body[2:2+length])
		body = body[2+length:]
	}
	return entries, nil
}

// verifyLog verifies all that the newest checkpoint covers.
func verifyLog(s server, verifier note.Verifier, old []byte) error {
	text, err := s.get("checkpoint")
	if err != nil {
		return err
	}
	now, err := openHead(text, verifier)
	if err != nil {
		return err
	}
	size := now.tree.N
	if size == 0 {
		fmt.Println("ok: 0 entries")
		return nil
	}
	reader := tlog.TileHashReader(now.tree, s)
	for bundle := int64(0); bundle*256 < size; bundle++ {
		entries, err := s.entries(bundle, size)
		if err != nil {
			return err
		}
		for place, entry := range entries {
			index := bundle*256 + int64(place)
			proof, err := tlog.ProveRecord(size, index, reader)
			if err != nil {
				return fmt.Errorf("entry %d: %w", index, err)
			}
			if err := tlog.CheckRecord(proof, size, now.tree.Hash, index, tlog.RecordHash(entry)); err != nil {
				return fmt.Errorf("entry %d: %w", index, err)
			}
		}
	}
	if old != nil {
		then, err := openHead(old, verifier)
		if err != nil {
			return fmt.Errorf("older %w", err)
		}
		if then.tree.N > size {
			return fmt.Errorf("the log has shrunk: %d entries then, %d now", then.tree.N, size)
		}
		if then.tree.N > 0 {
			proof, err := tlog.ProveTree(size, then.tree.N, reader)
			if err != nil {
				return fmt.Errorf("consistency: %w", err)
			}
			if err := tlog.CheckTree(proof, size, now.tree.Hash, then.tree.N, then.tree.Hash); err != nil {
				return fmt.Errorf("the log was rewritten since its %d entries of then: %w", then.tree.N, err)
			}
		}
	}
	fmt.Printf("ok: %d entries\n", size)
	return nil
}

// verifyProof verifies a proof file (C2SP tlog-proof) that carries its entry.
func verifyProof(text []byte, verifier note.Verifier) error {
	above, checkpoint, found := bytes.Cut(text, []byte("\n\n"))
	lines := strings.Split(string(above), "\n")
	if !found || len(lines) < 3 || lines[0] != "c2sp.org/tlog-proof@v1" {
		return fmt.Errorf("not a proof file")
	}
	entry, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(lines[1], "extra "))
	if err != nil {
		return fmt.Errorf("extra: %w", err)
	}
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[2], "index "), 10, 64)
	if err != nil {
		return fmt.Errorf("index: %w", err)
	}
	var proof tlog.RecordProof
	for _, line := range lines[3:] {
		hash, err := tlog.ParseHash(line)
		if err != nil {
			return err
		}
		proof = append(proof, hash)
	}
	now, err := openHead(checkpoint, verifier)
	if err != nil {
		return err
	}
	if err := tlog.CheckRecord(proof, now.tree.N, now.tree.Hash, index, tlog.RecordHash(entry)); err != nil {
		return err
	}
	fmt.Printf("ok: %s\n", entry)
	return nil
}

func run() error {
	key := flag.String("key", "", "the log's verifier key")
	address := flag.String("log", "", "the log's address")
	oldFile := flag.String("old", "", "a checkpoint kept from before")
	proofFile := flag.String("proof", "", "a proof file")
	flag.Parse()
	verifier, err := note.NewVerifier(*key)
	if err != nil {
		return err
	}
	if *proofFile != "" {
		text, err := os.ReadFile(*proofFile)
		if err != nil {
			return err
		}
		return verifyProof(text, verifier)
	}
	var old []byte
	if *oldFile != "" {
		if old, err = os.ReadFile(*oldFile); err != nil {
			return err
		}
	}
	return verifyLog(server{*address}, verifier, old)
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "foreign-verifier:", err)
		os.Exit(1)
	}
}
