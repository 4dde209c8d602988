//! Makes thumbnails of pictures on all cores, and a sheet of those that could be read.
use crate::pictures::{File, PictureError, Sheet, Thumbnail};
use pipewright::Collected;

const EMPTY: Sheet = Sheet::EMPTY;

#[pipeline(error = PictureError)]
fn thumbnails(files: Vec<File>, width: u32) -> Sheet {
    /// Shrinks each picture on a thread of its own. One that cannot be read does no harm to the others.
    #[step(blocking, on_error = "collect")]
    let thumbnails: Collected<Thumbnail, PictureError> =
        files.map(|file: &File| shrink(file, width));
    /// Lays those side by side that there are.
    #[step(infallible)]
    let sheet: Sheet = thumbnails
        .oks()
        .fold(EMPTY, |so_far: Sheet, next: &Thumbnail| place(so_far, next));
    /// Writes down which pictures are missing, and why.
    let labelled: Sheet = label(sheet, &files, &thumbnails);
    labelled
}
