use crate::packing::{Delivery, Goods, Manifest, PackError, Packed, Warehouse};
use batch::Context;
use pipewright::Outcome;

/// What the steps need: clients, pools, settings.
struct BatchSteps;

impl batch::Steps for BatchSteps {
    /// Reads what there is to be packed.
    async fn load(&self, cx: &Context, delivery: &Delivery) -> Result<Vec<Goods>, PackError> {
        todo!()
    }

    fn after_load(
        &self,
        cx: &Context,
        state: &mut Warehouse,
        delivery: Delivery,
        outcome: Outcome<Vec<Goods>, PackError>,
        queue: &mut batch::AfterLoad,
    ) -> Result<(), PackError> {
        todo!()
    }

    /// Packs one piece; the machine jams now and then.
    async fn process(&self, cx: &Context, goods: &Goods) -> Result<Packed, PackError> {
        todo!()
    }

    fn after_process(
        &self,
        cx: &Context,
        state: &mut Warehouse,
        goods: Goods,
        outcome: Outcome<Packed, PackError>,
        queue: &mut batch::AfterProcess,
    ) -> Result<(), PackError> {
        todo!()
    }

    /// Puts a packet on the pallet.
    async fn collect(&self, cx: &Context, packed: &Packed) -> u32 {
        todo!()
    }

    fn after_collect(
        &self,
        cx: &Context,
        state: &mut Warehouse,
        packed: Packed,
        outcome: Outcome<u32, PackError>,
        queue: &mut batch::AfterCollect,
    ) -> Result<(), PackError> {
        todo!()
    }

    /// Writes down what is on the pallet.
    async fn finalize(&self, cx: &Context, pallet: &Vec<String>) -> Result<Manifest, PackError> {
        todo!()
    }

    fn after_finalize(
        &self,
        cx: &Context,
        state: &mut Warehouse,
        pallet: Vec<String>,
        outcome: Outcome<Manifest, PackError>,
    ) -> Result<(), PackError> {
        todo!()
    }
}
