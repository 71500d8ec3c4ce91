// SPDX-License-Identifier: Apache-2.0
package org.pabal.bans;

/// What a ban is of.
public sealed interface Subject {
    public Source source();

    /// Nothing from there is listened to.
    record Everything(Source source) implements Subject {
        @Override
        public String toString() {
            return source.toString();
        }
    }

    /// Nobody logs in from there but to accounts that have lately been used from there: many people
    /// share the address, and one of them guesses.
    record LogIns(Source source) implements Subject {
        @Override
        public String toString() {
            return "log-ins of newcomers from " + source;
        }
    }

    /// Nobody logs in from there by this name.
    record Name(Source source, String name) implements Subject {
        @Override
        public String toString() {
            return name + " from " + source;
        }
    }
}
