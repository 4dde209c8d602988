//! Entries, and what else may read what one of them is given.

use crate::script::Fault;

#[pipeline(error = Fault)]
#[limits(desk(permits = 1))]
#[entry(change = by_post(letters: &Vec<u32>, sender: u32), limit = desk, undo = send_back(sender), show)]
#[entry(change = by_hand(visitor: u32))]
fn entering(change: u32) -> u32 {
    let opened: Vec<u32> = letters.map(|letter: &u32| open(letter));
    note(&opened);
    #[step(limit = desk, undo = throw_away(&sender))]
    queue();
    #[step(after = [queue, note])]
    let weighed: u32 = weigh(change);
    weighed
}
