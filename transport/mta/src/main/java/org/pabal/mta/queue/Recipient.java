// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.queue;

import java.util.Optional;
import org.pabal.message.Address;
import org.pabal.message.envelope.RecipientRequest;

/// A forward-path and its fate in the queue.
///
/// @param address where the copy goes, aliases resolved
/// @param original the address that the client named: what a report calls the recipient
/// @param request what the sender asked about its reports
/// @param last what the last attempt found; empty before the first
public record Recipient(
        Address address,
        String original,
        RecipientRequest request,
        State state,
        Optional<Diagnosis> last) {

    public enum State {
        /// To be tried.
        PENDING('p'),
        /// An end: the next server or a mailbox has it.
        DELIVERED('d'),
        /// Given up; the report is owed.
        FAILED('f'),
        /// An end: given up and reported, or not to be reported by rule.
        REPORTED('r');

        private final char letter;

        State(char letter) {
            this.letter = letter;
        }

        char letter() {
            return letter;
        }

        static State of(char letter) {
            for (State state : values()) {
                if (state.letter == letter) {
                    return state;
                }
            }
            throw new IllegalArgumentException("no state of a recipient: " + letter);
        }
    }

    public static Recipient pending(Address address, String original, RecipientRequest request) {
        return new Recipient(address, original, request, State.PENDING, Optional.empty());
    }

    public boolean isPending() {
        return state == State.PENDING;
    }

    /// Nothing is left to do for it.
    public boolean isAtEnd() {
        return state == State.DELIVERED || state == State.REPORTED;
    }

    public boolean isFailed() {
        return state == State.FAILED;
    }

    /// The same recipient after an attempt: the class of the status decides its state.
    Recipient after(Diagnosis found) {
        State next =
                switch (found.status().statusClass()) {
                    case 2 -> State.DELIVERED;
                    case 5 -> State.FAILED;
                    default -> State.PENDING;
                };
        return new Recipient(address, original, request, next, Optional.of(found));
    }

    Recipient reported() {
        return new Recipient(address, original, request, State.REPORTED, last);
    }
}
