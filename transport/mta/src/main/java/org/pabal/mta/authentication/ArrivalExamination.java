// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.authentication;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.pabal.mailauth.examination.Iprev;
import org.pabal.mailauth.examination.IprevResult;
import org.pabal.mailauth.examination.MailAuthentication;
import org.pabal.mailauth.examination.SendingClient;
import org.pabal.mailauth.spf.SpfOutcome;
import org.pabal.message.Address;
import org.pabal.mta.acceptance.AcceptedRecipient;
import org.pabal.mta.acceptance.AnnouncedMail;
import org.pabal.mta.routing.Route;
import org.pabal.smtp.Verdict;

/// One mail under examination from its MAIL on. For the session's thread.
public final class ArrivalExamination implements AutoCloseable {
    /// Look-ups of SPF records that forwarders are known by.
    private static final int MAX_AUTHORISING = 10;

    final ArrivalExaminer examiner;
    final SendingClient client;
    final MailAuthentication authentication;
    private final Optional<Supplier<Iprev>> iprev;
    private final Map<String, Boolean> authorised = new HashMap<>();

    ArrivalExamination(
            ArrivalExaminer examiner,
            SendingClient client,
            Optional<Supplier<Iprev>> iprev,
            MailAuthentication authentication) {
        this.examiner = examiner;
        this.client = client;
        this.iprev = iprev;
        this.authentication = authentication;
    }

    /// Before the content, and only when the operator wants SPF to decide then: whether the recipient
    /// may be taken.
    public Verdict recipient(AcceptedRecipient recipient) {
        SpfRules spf = examiner.rules.spf();
        if (spf.when() != SpfRules.When.RECIPIENT || !spf.refuses()) {
            return Verdict.ACCEPT;
        }
        SpfOutcome helo = authentication.spfHelo();
        SpfOutcome mailFrom = authentication.spfMailFrom();
        return examiner.weighing
                .judgeEarly(client, helo, mailFrom, () -> forwarder(List.of(owner(recipient))))
                .verdict();
    }

    /// The content begins. It is closed with the examination that is returned.
    public ArrivingContent content(AnnouncedMail mail) {
        return new ArrivingContent(this, mail);
    }

    /// Whom the mail is for in the end, as forwarders are declared for: the account's address, or the
    /// one that was named.
    static String owner(AcceptedRecipient recipient) {
        for (Route route : recipient.routes()) {
            if (route instanceof Route.LocalAccount(var account, _)) {
                return account.address().lookupForm().toString();
            }
        }
        String named = recipient.original();
        return Address.parse(named)
                .map(address -> address.lookupForm().toString())
                .orElse(named.toLowerCase(Locale.ROOT));
    }

    /// What lets the client's mail in.
    Optional<Allowance> forwarder(List<String> owners) {
        Arrival arrival =
                new Arrival(client.address(), name(), authentication.spfHelo(), this::authorises);
        return examiner.forwarders.allow(arrival, owners, examiner.rules.learning());
    }

    /// The client's name, if it leads back.
    String name() {
        return iprev.map(Supplier::get)
                .filter(found -> found.result() == IprevResult.PASS)
                .map(Iprev::name)
                .orElse("");
    }

    /// A mail asks the DNS about a few domains at most, and about each once.
    private boolean authorises(String domain) {
        if (authorised.size() >= MAX_AUTHORISING && !authorised.containsKey(domain)) {
            return false;
        }
        return authorised.computeIfAbsent(
                domain, name -> examiner.authenticator.isAuthorised(client, name));
    }

    @Override
    public void close() {
        authentication.close();
    }
}
