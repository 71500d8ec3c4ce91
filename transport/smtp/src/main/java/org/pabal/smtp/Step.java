// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

import java.util.List;
import java.util.stream.Stream;

/// What a command leads to.
///
/// @param replies none where they have been sent already; several for LMTP's content
/// @param error whether it counts as a mistake of the client, of which a session may make few
record Step(SmtpState next, List<SmtpReply> replies, boolean error) {

    static Step to(SmtpState next, SmtpReply reply) {
        return new Step(next, List.of(reply), false);
    }

    static Step to(SmtpState next, List<SmtpReply> replies) {
        return new Step(next, replies, false);
    }

    /// Replies without a change of state; a refusal for good is an error of the client.
    static Step stay(SmtpState state, SmtpReply reply) {
        return new Step(state, List.of(reply), reply.isPermanent());
    }

    /// Says a word more, before the others.
    Step saying(SmtpReply first) {
        return new Step(next, Stream.concat(Stream.of(first), replies.stream()).toList(), error);
    }
}
