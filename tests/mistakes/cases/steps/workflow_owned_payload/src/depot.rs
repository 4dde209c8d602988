use pipewright::{BoxError, Context, Outcome};

use crate::dispatch::{self, AfterLoad, AfterPack};

pub struct Depot;

impl dispatch::Steps for Depot {
    async fn load(&self, _cx: &Context, crates: &String) -> Result<Vec<String>, BoxError> {
        Ok(vec![crates.clone()])
    }

    fn after_load(
        &self,
        _cx: &Context,
        _packed: &mut usize,
        _crates: String,
        outcome: Outcome<Vec<String>, BoxError>,
        queue: &mut AfterLoad,
    ) -> Result<(), BoxError> {
        if let Outcome::Ok(pieces) = outcome {
            pieces.into_iter().for_each(|piece| queue.pack(piece));
        }
        Ok(())
    }

    async fn pack(&self, _cx: &Context, piece: &String) -> Result<usize, BoxError> {
        Ok(piece.len())
    }

    fn after_pack(
        &self,
        _cx: &Context,
        packed: &mut usize,
        _piece: String,
        outcome: Outcome<usize, BoxError>,
        queue: &mut AfterPack,
    ) -> Result<(), BoxError> {
        *packed += 1;
        if let Outcome::Ok(weight) = outcome {
            queue.seal(weight);
        }
        Ok(())
    }

    async fn seal(&self, _cx: &Context, _weight: usize) -> Result<(), BoxError> {
        Ok(())
    }

    fn after_seal(
        &self,
        _cx: &Context,
        _packed: &mut usize,
        _weight: usize,
        _outcome: Outcome<(), BoxError>,
    ) -> Result<(), BoxError> {
        Ok(())
    }
}
