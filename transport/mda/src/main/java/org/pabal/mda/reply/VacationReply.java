// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda.reply;

import java.util.List;
import org.pabal.message.Address;
import org.pabal.message.mime.HeaderSection;
import org.pabal.sieve.Action.Vacation;

/// The answer of somebody who is away. RFC 5230 §5, RFC 3834 §3.
///
/// To be sent from the null reverse-path (§5.7), to the reverse-path of the mail that is answered.
public final class VacationReply {
    private VacationReply() {}

    /// @param answered the header section of the mail
    /// @param to its reverse-path
    /// @return the complete message, also for the copy that is filed (RFC 8580)
    public static byte[] write(
            Vacation vacation, HeaderSection answered, Address to, Owner owner, Stamp stamp) {
        Trigger trigger = new Trigger(answered);
        MessageText message =
                new MessageText()
                        .from(vacation.from().orElseGet(owner::author))
                        .addresses("To", List.of(to))
                        .unstructured(
                                "Subject",
                                vacation.subject().orElseGet(() -> presetSubject(trigger, owner)))
                        .stamp(stamp)
                        .references(trigger)
                        .field("Auto-Submitted", "auto-replied (vacation)") // RFC 3834 §5
                        .field("X-Auto-Response-Suppress", "All"); // Exchange knows no other
        return vacation.mime()
                ? message.withEntity(vacation.reason())
                : message.withText(vacation.reason());
    }

    /// RFC 5230 §5.2 has `Auto: `.
    private static String presetSubject(Trigger trigger, Owner owner) {
        return trigger.subject()
                .map(text -> (owner.korean() ? "자동 회신: " : "Auto: ") + text)
                .orElse(owner.korean() ? "자동 회신" : "Automated reply");
    }
}
