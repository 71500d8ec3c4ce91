// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster.move;

/// Counts what happens between and on the hosts, and breaks something when its turn has come.
final class Faults {
    enum Moment {
        BEFORE,
        AFTER
    }

    private long events;
    private long at = Long.MAX_VALUE;
    private Moment moment = Moment.BEFORE;
    private Runnable breaking = () -> {};
    private boolean cut;
    private boolean isNone;
    private Runnable meanwhile = () -> {};

    /// For tests of haste: nothing is counted, and nothing breaks.
    static Faults none() {
        Faults none = new Faults();
        none.isNone = true;
        return none;
    }

    boolean isNone() {
        return isNone;
    }

    synchronized long events() {
        return events;
    }

    /// At the event of this number from now on, counted from 1.
    synchronized void plan(long event, Moment when, Runnable what) {
        at = events + event;
        moment = when;
        breaking = what;
    }

    /// The next question to another host, or its answer, gets lost.
    synchronized void cut() {
        cut = true;
    }

    synchronized boolean takeCut() {
        boolean now = cut;
        cut = false;
        return now;
    }

    /// What others do between two questions of a host to the other.
    void meanwhile(Runnable what) {
        meanwhile = what;
    }

    void othersWork() {
        meanwhile.run();
    }

    synchronized void before() {
        events++;
        run(Moment.BEFORE);
    }

    synchronized void after() {
        run(Moment.AFTER);
    }

    private void run(Moment now) {
        if (events >= at && now == moment) {
            at = Long.MAX_VALUE;
            breaking.run();
        }
    }
}
