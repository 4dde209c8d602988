#[pipeline]
fn family_rust() {
    #[step(for_each = ["eu", "us"])]
    no_list();
    #[step(for_each(place))]
    no_values();
    #[step(for_each(place = "eu"))]
    no_list_of_values();
}
