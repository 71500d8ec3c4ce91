// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.submission;

import java.util.Optional;
import org.pabal.message.ReversePath;
import org.pabal.mta.acceptance.RecipientRules.Checked;
import org.pabal.mta.relay.Finding;
import org.pabal.mta.relay.RelayObjections;
import org.pabal.mta.routing.NextHop;
import org.pabal.mta.routing.Route;
import org.pabal.smtp.SmtpReply;
import org.pabal.smtp.Verdict;

/// What a smarthost would refuse is refused at once, not bounced later.
final class SmarthostRules {
    /// A reply's line has 512 octets. RFC 5321 §4.5.3.1.5
    private static final int MAX_QUOTED = 300;

    private SmarthostRules() {}

    /// @param checked what the other rules said of the recipient
    static Checked checked(RelayObjections relays, ReversePath from, Checked checked) {
        if (!(checked instanceof Checked.Accepted(var recipient, _))) {
            return checked;
        }
        for (Route route : recipient.routes()) {
            if (route instanceof Route.Remote remote
                    && remote.hop() instanceof NextHop.Relay relay) {
                Optional<Finding> objection = relays.objection(relay, from);
                if (objection.isPresent()) {
                    return new Checked.Refused(refusal(objection.get()));
                }
            }
        }
        return checked;
    }

    private static Verdict.Refuse refusal(Finding finding) {
        String said = finding.text().replaceAll("[^\\x20-\\x7E]", "?");
        String text =
                "the relay "
                        + finding.relay()
                        + " does not accept mail from "
                        + finding.sender().domain().toAscii()
                        + ": "
                        + said.substring(0, Math.min(said.length(), MAX_QUOTED))
                        + "; verify the sender identity there";
        return new Verdict.Refuse(
                SmtpReply.of(550, "5.7.1", text),
                "relay " + finding.relay() + " refused " + finding.sender() + ": " + said);
    }
}
