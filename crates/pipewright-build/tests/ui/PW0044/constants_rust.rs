const EU: crate::Region = crate::Region::Eu;

#[pipeline]
fn regions() {
    #[step(for_each(region = [EU, UE]))]
    fetch(region);
    #[step(for_each(region = [crate::EU]))]
    ask(region);
}
