// SPDX-License-Identifier: Apache-2.0
package org.pabal.milter;

import java.util.List;

/// What a milter says. Its texts are foreign: octets, each as one char.
public sealed interface MilterReply {

    /// Ends the answer to an event.
    sealed interface Decision extends MilterReply {}

    record Continue() implements Decision {}

    /// No more questions about this mail; before MAIL, about this connection.
    record Accept() implements Decision {}

    record Reject() implements Decision {}

    record TempFail() implements Decision {}

    /// The client shall believe that the mail was taken.
    record Discard() implements Decision {}

    /// No more events of this kind, please.
    record Skip() implements Decision {}

    /// The client shall be told 421 and lose its connection.
    record Shutdown() implements Decision {}

    /// The milter's own words.
    ///
    /// @param code 400 to 599
    /// @param status such as `5.7.1`, of the code's class; empty where there is none
    /// @param lines at least one, printable
    record Reply(int code, String status, List<String> lines) implements Decision {
        public Reply {
            lines = List.copyOf(lines);
        }
    }

    /// Comes before the decision at the end of the body.
    sealed interface Modification extends MilterReply {}

    record AddHeader(String name, String value) implements Modification {}

    record InsertHeader(int index, String name, String value) implements Modification {}

    /// @param index counts fields of this name, from 1
    /// @param value empty to remove the field
    record ChangeHeader(int index, String name, String value) implements Modification {}

    /// @param arguments of MAIL, or empty
    record ChangeFrom(String address, String arguments) implements Modification {}

    /// @param arguments of RCPT, or empty
    record AddRecipient(String address, String arguments) implements Modification {}

    record RemoveRecipient(String address) implements Modification {}

    /// A piece of the new body.
    record ReplaceBody(byte[] octets) implements Modification {}

    record Quarantine(String reason) implements Modification {}

    /// It is still thinking.
    record Progress() implements MilterReply {}

    record Malformed(String why) implements MilterReply {}
}
