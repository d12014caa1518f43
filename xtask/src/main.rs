mod dates;
mod mailbox;

fn main() {
    println!("xtask");
}
