// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.email.query;

import java.util.List;

/// A filter that is bound to a moment of an account.
interface Criterion {

    /// As far as the candidate has been read.
    Truth test(Candidate candidate);

    /// What may have to be read: those that need less are asked first.
    default int cost() {
        return 0;
    }

    record All(List<Criterion> all) implements Criterion {
        @Override
        public Truth test(Candidate candidate) {
            Truth least = Truth.YES;
            for (int i = 0; i < all.size(); i++) {
                Truth one = all.get(i).test(candidate);
                if (one == Truth.NO) {
                    return Truth.NO;
                }
                least = one == Truth.UNKNOWN ? one : least;
            }
            return least;
        }

        @Override
        public int cost() {
            return dearest(all);
        }
    }

    record Any(List<Criterion> all) implements Criterion {
        @Override
        public Truth test(Candidate candidate) {
            Truth most = Truth.NO;
            for (int i = 0; i < all.size(); i++) {
                Truth one = all.get(i).test(candidate);
                if (one == Truth.YES) {
                    return Truth.YES;
                }
                most = one == Truth.UNKNOWN ? one : most;
            }
            return most;
        }

        @Override
        public int cost() {
            return dearest(all);
        }
    }

    record Not(Criterion one) implements Criterion {
        @Override
        public Truth test(Candidate candidate) {
            return one.test(candidate).not();
        }

        @Override
        public int cost() {
            return one.cost();
        }
    }

    private static int dearest(List<Criterion> all) {
        return all.stream().mapToInt(Criterion::cost).max().orElse(0);
    }
}
