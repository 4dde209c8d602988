@flow(retries=3)
def order_processing(order_id):
    order = validate(order_id)
    payment = charge(order)
    return confirm(order, payment)
