use crate::Reply;

#[pipeline]
fn arm(urgent: bool) -> Reply {
    let reply: Reply = if urgent {
        #[step(for_each(place = ["eu", "us"]))]
        ask(place)
    } else {
        wait()
    };
    reply
}
