//! Packs a delivery, urgent goods first, and writes a manifest when all of it is packed.

use crate::packing::{Delivery, Goods, Manifest, PackError, Packed, Warehouse};

#[workflow(start = load, state = Warehouse, error = PackError, max_steps = 1_000)]
trait batch {
    /// Reads what there is to be packed.
    #[next(process)]
    fn load(delivery: Delivery) -> Vec<Goods>;

    /// Packs one piece; the machine jams now and then.
    #[step(timeout = "2s")]
    #[next(collect, process)]
    fn process(goods: Goods) -> Packed;

    /// Puts a packet on the pallet.
    #[step(infallible)]
    #[next(finalize)]
    fn collect(packed: Packed) -> u32;

    /// Writes down what is on the pallet.
    fn finalize(pallet: Vec<String>) -> Manifest;
}
