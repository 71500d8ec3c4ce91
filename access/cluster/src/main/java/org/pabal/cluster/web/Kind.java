// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster.web;

import java.util.Optional;

/// What a piece of a stream is. The numbers are those on the wire.
enum Kind {
    /// Nothing: the home is still at work.
    BEAT(0),
    /// Status, form and fields of the answer, {@link AnswerHead}.
    HEAD(1),
    /// Octets of a body.
    BODY(2),
    /// Octets of a body that are to be sent on at once.
    FLUSH(3),
    /// The answer is whole.
    END(4),
    /// A part of a WebSocket's message, more of which follows.
    TEXT(5),
    /// The last part of it.
    LAST(6),
    /// The WebSocket ends: a status in two octets (RFC 6455 §7.4.1), a reason.
    CLOSE(7);

    private final int number;

    Kind(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    static Optional<Kind> of(int number) {
        for (Kind kind : values()) {
            if (kind.number == number) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}
