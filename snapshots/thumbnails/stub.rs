use crate::pictures::{File, PictureError, Sheet, Thumbnail};
use pipewright::Collected;
use thumbnails::Context;

/// What the steps need: clients, pools, settings.
struct ThumbnailsSteps;

impl thumbnails::Steps for ThumbnailsSteps {
    /// Shrinks each picture on a thread of its own. One that cannot be read does no harm to the others.
    fn shrink(&self, cx: &Context, file: &File, width: u32) -> Result<Thumbnail, PictureError> {
        todo!()
    }

    /// Lays those side by side that there are.
    async fn place(&self, cx: &Context, so_far: Sheet, next: &Thumbnail) -> Sheet {
        todo!()
    }

    /// Writes down which pictures are missing, and why.
    async fn label(
        &self,
        cx: &Context,
        sheet: Sheet,
        files: &Vec<File>,
        thumbnails: &Collected<Thumbnail, PictureError>,
    ) -> Result<Sheet, PictureError> {
        todo!()
    }
}
