use pipewright::CorrelationId;

use crate::Request;
use crate::shop_floor::{Basket, OrderId, Shop, ShopError};
use crate::snapshots::check;

#[tokio::test]
async fn an_order_is_taken_and_its_goods_come_back() {
    let (request, id) = (Request::new(Shop::default()), CorrelationId::random());
    let run = request.receive_order(Basket::of(&["lamp", "desk"]));
    let run = run.correlation_id(id).with_report().await;
    let receipt = run.output.unwrap();
    assert_eq!((receipt.order_id, receipt.pieces), (OrderId(1), 4));
    let calls: Vec<_> = run
        .report
        .calls
        .iter()
        .map(|call| (&*call.step, call.caller))
        .collect();
    assert_eq!(
        calls[..4],
        [
            ("receive_order", None),
            ("validate", Some(0)),
            ("price", Some(1)),
            ("price", Some(1))
        ]
    );
    assert_eq!(run.report.correlation_id, id);
    check("request", "run.mmd", &run.report.mermaid());
    let refund = request.return_goods(OrderId(1)).await.unwrap();
    assert_eq!(refund.amount, 260);
}

#[tokio::test]
async fn what_is_sold_out_ends_the_request() {
    let request = Request::new(Shop::default());
    let error = request
        .receive_order(Basket::of(&["lamp", "piano"]))
        .await
        .unwrap_err();
    let expected = ShopError::SoldOut("piano".to_owned());
    assert_eq!(error.downcast_ref(), Some(&expected));
}
