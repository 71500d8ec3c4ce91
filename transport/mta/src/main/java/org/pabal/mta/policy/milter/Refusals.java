// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.policy.milter;

import java.util.List;
import java.util.Optional;
import org.pabal.message.EnhancedStatus;
import org.pabal.milter.MilterReply;
import org.pabal.milter.MilterReply.Decision;
import org.pabal.smtp.SmtpReply;
import org.pabal.smtp.Verdict;

/// A milter's refusals as replies.
final class Refusals {
    private Refusals() {}

    /// @param who for the log
    static Verdict of(Decision decision, String who) {
        return switch (decision) {
            case MilterReply.Reject _ ->
                    Verdict.refuse(550, "5.7.1", "Command rejected", who + " rejects");
            case MilterReply.TempFail _ ->
                    Verdict.refuse(
                            451, "4.7.1", "Service unavailable - try again later", who + " defers");
            case MilterReply.Shutdown _ ->
                    Verdict.refuse(
                            421,
                            "4.7.0",
                            "Service unavailable, closing connection",
                            who + " wants the connection closed");
            case MilterReply.Reply(int code, var status, var lines) ->
                    new Verdict.Refuse(
                            new SmtpReply(code, status(code, status), texts(lines)),
                            who + " says " + code + " " + String.join(" ", lines));
            case MilterReply.Continue _,
                    MilterReply.Accept _,
                    MilterReply.Discard _,
                    MilterReply.Skip _ ->
                    throw new IllegalArgumentException("no refusal: " + decision);
        };
    }

    private static Optional<EnhancedStatus> status(int code, String status) {
        return Optional.of(
                EnhancedStatus.parse(status)
                        .filter(given -> given.statusClass() == code / 100)
                        .orElse(EnhancedStatus.of(code / 100 + ".7.1")));
    }

    private static List<String> texts(List<String> lines) {
        return lines.size() == 1 && lines.getFirst().isBlank() ? List.of("Refused") : lines;
    }
}
