// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.authentication;

import java.util.Optional;
import java.util.function.Supplier;
import org.pabal.mailauth.arc.ArcSealer;
import org.pabal.mailauth.examination.Iprev;
import org.pabal.mailauth.examination.MailAuthenticator;
import org.pabal.mailauth.examination.SendingClient;
import org.pabal.mailauth.results.ForgedResults;
import org.pabal.message.ReversePath;
import org.pabal.mta.acceptance.ContentExamination;
import org.pabal.mta.acceptance.ContentExaminer;
import org.pabal.mta.reports.dmarc.DmarcReporting;
import org.pabal.smtp.ClientFacts;

/// Has strangers' mail examined from its MAIL to the end of its content. Safe for use by many threads.
public final class ArrivalExaminer {
    final AuthenticationRules rules;
    final MailAuthenticator authenticator;
    final Forwarders forwarders;
    final DmarcReporting reporting;
    final Weighing weighing;
    final ForgedResults forged;
    final ArcSealer sealer;
    final SealingKeys sealingKeys;

    /// @param reporting learns of each mail that was judged
    /// @param sealer seals what is forwarded, with the keys of the next
    public ArrivalExaminer(
            AuthenticationRules rules,
            MailAuthenticator authenticator,
            Forwarders forwarders,
            DmarcReporting reporting,
            ArcSealer sealer,
            SealingKeys sealingKeys) {
        this.rules = rules;
        this.authenticator = authenticator;
        this.forwarders = forwarders;
        this.reporting = reporting;
        this.weighing = new Weighing(rules);
        this.sealer = sealer;
        this.sealingKeys = sealingKeys;
        this.forged = new ForgedResults(rules.ownIds());
    }

    /// Begins with the envelope: the DNS is asked while the client goes on. Empty for clients that
    /// the operator has left out.
    ///
    /// @param iprev the client's name; empty when names are not looked up
    public Optional<ArrivalExamination> begin(
            ClientFacts client, ReversePath from, Optional<Supplier<Iprev>> iprev) {
        if (rules.skipped().test(client.remote().getAddress())) {
            return Optional.empty();
        }
        SendingClient sending =
                new SendingClient(client.remote().getAddress(), client.greeting().orElse(""), from);
        return Optional.of(
                new ArrivalExamination(this, sending, iprev, authenticator.begin(sending, iprev)));
    }

    /// Whether SPF says that the domain of a reverse-path sends from a client. Waits for the DNS.
    public boolean authorises(ClientFacts client, ReversePath from) {
        SendingClient sending =
                new SendingClient(client.remote().getAddress(), client.greeting().orElse(""), from);
        return from instanceof ReversePath.To(var address)
                && authenticator.isAuthorised(sending, address.domain().toString());
    }

    /// For mail that is not judged and does not come from a server of ours: nobody else may say results
    /// in our name.
    ///
    /// @param examiner sees what is left
    public ContentExaminer withoutForgedResults(ContentExaminer examiner) {
        return mail -> withoutForgedResults(examiner.begin(mail));
    }

    private ContentExamination withoutForgedResults(ContentExamination examination) {
        return new CleanedContent(forged, examination);
    }
}
