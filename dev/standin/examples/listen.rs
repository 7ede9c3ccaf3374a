//! The stand-in by itself, to look at a site with `[search] engine = "opensearch"` where no engine is: prints its address and listens until it is stopped.

use standin::Standin;

#[tokio::main]
async fn main() {
    println!("{}", Standin::listen().await.url());
    std::future::pending::<()>().await;
}
