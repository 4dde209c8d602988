//! A time limit by the system's clock, for whatever executor polls it: one thread keeps all there are.

use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::{Condvar, LazyLock, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::thread;
use std::time::{Duration, Instant};

use tokio::sync::oneshot;

/// A future that ends when its time has come. Without a thread that could keep it, that is at once.
pub(super) struct Alarm {
    key: Key,
    rung: oneshot::Receiver<()>,
}

/// When, and which of those that are due then.
type Key = (Instant, u64);

impl Alarm {
    /// None for a time that never comes.
    pub(super) fn after(limit: Duration) -> Option<Self> {
        let at = Instant::now().checked_add(limit)?;
        let (ring, rung) = oneshot::channel();
        let key = KEEPER.set(at, ring);
        Some(Self { key, rung })
    }
}

impl Future for Alarm {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        Pin::new(&mut self.rung).poll(cx).map(drop)
    }
}

impl Drop for Alarm {
    fn drop(&mut self) {
        KEEPER.lock().set.remove(&self.key);
    }
}

static KEEPER: LazyLock<Keeper> = LazyLock::new(|| {
    let thread = thread::Builder::new().name("pipewright-alarms".to_owned());
    Keeper {
        alarms: Mutex::default(),
        earlier: Condvar::new(),
        is_there: thread.spawn(|| KEEPER.keep()).is_ok(),
    }
});

struct Keeper {
    alarms: Mutex<Alarms>,
    /// There is one before the next look.
    earlier: Condvar,
    is_there: bool,
}

#[derive(Default)]
struct Alarms {
    set: BTreeMap<Key, oneshot::Sender<()>>,
    count: u64,
    /// When the thread looks again; if never, it waits to be notified.
    next: Option<Instant>,
}

impl Alarms {
    /// Takes out those whose time has come.
    fn due(&mut self, now: Instant) -> Vec<oneshot::Sender<()>> {
        let mut due = Vec::new();
        while let Some(first) = self.set.first_entry()
            && first.key().0 <= now
        {
            due.push(first.remove());
        }
        due
    }
}

impl Keeper {
    fn lock(&self) -> MutexGuard<'_, Alarms> {
        self.alarms.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn set(&self, at: Instant, ring: oneshot::Sender<()>) -> Key {
        let mut alarms = self.lock();
        alarms.count += 1;
        let key = (at, alarms.count);
        if self.is_there {
            alarms.set.insert(key, ring);
        }
        if alarms.next.is_none_or(|next| at < next) {
            alarms.next = Some(at);
            self.earlier.notify_one();
        }
        key
    }

    fn keep(&self) {
        let mut alarms = self.lock();
        loop {
            let now = Instant::now();
            let due = alarms.due(now);
            if !due.is_empty() {
                drop(alarms);
                // not under the lock: whoever is woken may come back here at once, and may not be waiting any longer
                for alarm in due {
                    let _ = alarm.send(());
                }
                alarms = self.lock();
                continue;
            }
            alarms.next = alarms.set.keys().next().map(|(at, _)| *at);
            alarms = match alarms.next {
                Some(next) => {
                    let waited = self.earlier.wait_timeout(alarms, next - now);
                    waited.unwrap_or_else(PoisonError::into_inner).0
                }
                None => {
                    let waited = self.earlier.wait(alarms);
                    waited.unwrap_or_else(PoisonError::into_inner)
                }
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    /// Sets an alarm when it is woken.
    struct Another(Mutex<Option<Alarm>>);

    impl std::task::Wake for Another {
        fn wake(self: Arc<Self>) {
            *self.0.lock().unwrap() = Alarm::after(Duration::ZERO);
        }
    }

    #[test]
    fn whoever_is_woken_may_set_another() {
        let another = Arc::new(Another(Mutex::default()));
        let waker = Arc::clone(&another).into();
        let mut cx = Context::from_waker(&waker);
        let _waits = loop {
            let mut alarm = Alarm::after(Duration::from_millis(10)).unwrap();
            if Pin::new(&mut alarm).poll(&mut cx).is_pending() {
                break alarm;
            }
        };
        while another.0.lock().unwrap().is_none() {
            thread::yield_now();
        }
    }

    #[tokio::test]
    async fn each_rings_in_its_time() {
        let began = Instant::now();
        let late = Alarm::after(Duration::from_secs(3600)).unwrap();
        let limits = [30, 10, 20].map(Duration::from_millis);
        for limit in limits {
            Alarm::after(limit).unwrap().await;
            assert!(began.elapsed() >= limit);
        }
        assert!(KEEPER.lock().set.contains_key(&late.key));
        let key = late.key;
        drop(late);
        assert!(!KEEPER.lock().set.contains_key(&key));
        assert!(Alarm::after(Duration::MAX).is_none());
    }
}
