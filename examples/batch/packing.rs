//! Goods, and the machine that packs them.

use std::fmt;

use pipewright::{Context, Outcome};

use crate::batch::{self, AfterCollect, AfterLoad, AfterProcess};

/// What a lorry has brought.
#[derive(Clone, Debug)]
pub struct Delivery {
    /// What is written on the crates.
    pub crates: Vec<String>,
}

impl Delivery {
    /// These goods; those with a `!` behind them are urgent.
    pub fn of(crates: &[&str]) -> Self {
        let crates = crates.iter().map(ToString::to_string);
        Self {
            crates: crates.collect(),
        }
    }
}

/// A piece to be packed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Goods {
    /// What it is.
    pub name: String,
    /// It goes before all others.
    pub urgent: bool,
    /// Which attempt to pack it this is, from 1.
    pub attempt: u32,
}

/// A piece in its box.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Packed {
    /// What is in it.
    pub name: String,
}

/// What is on the pallet, in the order in which it came there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manifest {
    /// A line for each packet.
    pub lines: Vec<String>,
}

/// What a run knows of itself.
#[derive(Clone, Debug, Default)]
pub struct Warehouse {
    /// How many pieces have to be packed.
    pub expected: usize,
    /// What has been.
    pub pallet: Vec<String>,
    /// What is written down in the end.
    pub manifest: Option<Manifest>,
}

/// Why a piece is not packed.
#[derive(Debug)]
pub enum PackError {
    /// The machine has jammed on this.
    Jammed(String),
    /// It has done so too often.
    GivenUp(String),
}

impl fmt::Display for PackError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Jammed(name) => write!(f, "the machine has jammed on the {name}"),
            Self::GivenUp(name) => write!(f, "nobody can pack the {name}"),
        }
    }
}

impl std::error::Error for PackError {}

/// The packing machine.
pub struct Packer {
    /// What it jams on at first; if it is broken, it always does, and on everything.
    jams_at: Option<String>,
}

impl Packer {
    /// A machine that jams on this at first.
    pub fn jamming_at(name: &str) -> Self {
        Self {
            jams_at: Some(name.to_owned()),
        }
    }

    /// A machine that packs nothing.
    pub fn broken() -> Self {
        Self { jams_at: None }
    }

    fn jams(&self, goods: &Goods) -> bool {
        let at_first = |name: &String| goods.attempt == 1 && goods.name == *name;
        self.jams_at.as_ref().is_none_or(at_first)
    }
}

/// So often is a piece put into the machine.
const ATTEMPTS: u32 = 3;

impl batch::Steps for Packer {
    async fn load(&self, _: &Context, delivery: &Delivery) -> Result<Vec<Goods>, PackError> {
        let goods = delivery.crates.iter().map(|label| Goods {
            name: label.trim_end_matches('!').to_owned(),
            urgent: label.ends_with('!'),
            attempt: 1,
        });
        Ok(goods.collect())
    }

    fn after_load(
        &self,
        _: &Context,
        warehouse: &mut Warehouse,
        _: Delivery,
        outcome: Outcome<Vec<Goods>, PackError>,
        queue: &mut AfterLoad,
    ) -> Result<(), PackError> {
        if let Outcome::Ok(all) = outcome {
            warehouse.expected = all.len();
            for goods in all {
                match goods.urgent {
                    true => queue.head().process(goods),
                    false => queue.tail().process(goods),
                }
            }
        }
        Ok(())
    }

    async fn process(&self, _: &Context, goods: &Goods) -> Result<Packed, PackError> {
        let name = goods.name.clone();
        match self.jams(goods) {
            true => Err(PackError::Jammed(name)),
            false => Ok(Packed { name }),
        }
    }

    fn after_process(
        &self,
        _: &Context,
        _: &mut Warehouse,
        mut goods: Goods,
        outcome: Outcome<Packed, PackError>,
        queue: &mut AfterProcess,
    ) -> Result<(), PackError> {
        match outcome {
            Outcome::Ok(packed) => queue.head().collect(packed),
            _ if goods.attempt == ATTEMPTS => return Err(PackError::GivenUp(goods.name)),
            _ => {
                goods.attempt += 1;
                queue.head().process(goods);
            }
        }
        Ok(())
    }

    async fn collect(&self, _: &Context, packed: &Packed) -> u32 {
        u32::try_from(packed.name.len()).unwrap_or(u32::MAX)
    }

    fn after_collect(
        &self,
        _: &Context,
        warehouse: &mut Warehouse,
        packed: Packed,
        _: Outcome<u32, PackError>,
        queue: &mut AfterCollect,
    ) -> Result<(), PackError> {
        warehouse.pallet.push(packed.name);
        if warehouse.pallet.len() == warehouse.expected {
            queue.finalize(std::mem::take(&mut warehouse.pallet));
        }
        Ok(())
    }

    async fn finalize(&self, _: &Context, pallet: &Vec<String>) -> Result<Manifest, PackError> {
        let lines = (1..).zip(pallet);
        let lines = lines.map(|(number, name)| format!("{number}. {name}"));
        Ok(Manifest {
            lines: lines.collect(),
        })
    }

    fn after_finalize(
        &self,
        _: &Context,
        warehouse: &mut Warehouse,
        _: Vec<String>,
        outcome: Outcome<Manifest, PackError>,
    ) -> Result<(), PackError> {
        if let Outcome::Ok(manifest) = outcome {
            warehouse.manifest = Some(manifest);
        }
        Ok(())
    }
}
