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
        REPORTED('r'),
        /// The next server or a mailbox has it; the report that was asked for is owed.
        SUCCEEDED('s'),
        /// An address that leads to several: all are on their way, and the report is owed.
        EXPANDED('e');

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

    /// Nothing is left to do but the report that was asked for.
    ///
    /// @param state {@link State#SUCCEEDED} or {@link State#EXPANDED}
    public static Recipient toReport(
            Address address, String original, RecipientRequest request, State state) {
        return new Recipient(
                address, original, request, state, Optional.of(Diagnosis.ours("2.1.5", "")));
    }

    public boolean isPending() {
        return state == State.PENDING;
    }

    /// Nothing is left to do for it.
    public boolean isAtEnd() {
        return state == State.DELIVERED || state == State.REPORTED;
    }

    /// Its copy is neither delivered nor returned: the ledger waits for its end.
    boolean isOpen() {
        return state == State.PENDING || state == State.FAILED;
    }

    public boolean isDelivered() {
        return state == State.DELIVERED;
    }

    public boolean isFailed() {
        return state == State.FAILED;
    }

    /// Nothing is left to do for it but a report.
    public boolean isToReport() {
        return !isPending() && !isAtEnd();
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

    /// Delivered, and the sender is to be told.
    public Recipient succeeded() {
        return new Recipient(address, original, request, State.SUCCEEDED, last);
    }

    /// The report is made, or is not to be.
    public Recipient reported() {
        State end =
                switch (state) {
                    case SUCCEEDED, EXPANDED, DELIVERED -> State.DELIVERED;
                    case PENDING, FAILED, REPORTED -> State.REPORTED;
                };
        return new Recipient(address, original, request, end, last);
    }
}
