// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.policy.lists;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.pabal.filter.lists.ListRefusal;
import org.pabal.message.ForwardPath;
import org.pabal.message.ReversePath;
import org.pabal.message.UnavailableException;
import org.pabal.message.envelope.RecipientRequest;
import org.pabal.mta.policy.CheckedMessage;
import org.pabal.mta.policy.ContentVerdict;
import org.pabal.mta.policy.MailFacts;
import org.pabal.mta.policy.SessionCheck;
import org.pabal.smtp.Verdict;

/// One connection's client before the lists. They are asked at MAIL, on a thread of its own, and waited
/// for at RCPT by those alone that may refuse.
final class ListedClient implements SessionCheck {
    /// Whoever is listed has to be able to say so. RFC 5321 §4.5.1, RFC 2142 §4
    private static final List<String> ALWAYS_REACHED = List.of("postmaster", "abuse");

    private static final String UNKNOWN = "unknown";

    private final ListedClients by;
    private Optional<FutureTask<Optional<ListRefusal>>> asking = Optional.empty();

    ListedClient(ListedClients by) {
        this.by = by;
    }

    @Override
    public String name() {
        return "dns-lists";
    }

    @Override
    public Verdict mail(MailFacts mail) {
        asking = Optional.empty();
        InetAddress client = mail.client().remote().getAddress();
        if (by.exempt.test(client)) {
            return Verdict.ACCEPT;
        }
        if (by.lists.refuse()) {
            FutureTask<Optional<ListRefusal>> task = new FutureTask<>(() -> refusal(client, mail));
            Thread.ofVirtual().name("dns-lists").start(task);
            asking = Optional.of(task);
        }
        by.lists.expect(client);
        return Verdict.ACCEPT;
    }

    private Optional<ListRefusal> refusal(InetAddress client, MailFacts mail)
            throws InterruptedException {
        String name = mail.clientName().get();
        return by.lists.refusal(
                client,
                name.equals(UNKNOWN) ? "" : name,
                mail.client().greeting().orElse(""),
                mail.from() instanceof ReversePath.To(var from) ? from.domain().toAscii() : "");
    }

    @Override
    public Verdict rcpt(MailFacts mail, ForwardPath to, RecipientRequest request) {
        if (asking.isEmpty() || isAlwaysReached(to)) {
            return Verdict.ACCEPT;
        }
        return answer(asking.get())
                .map(refusal ->
                        Verdict.refuse(550, "5.7.1", refusal.reply(), "DNS list " + refusal.list()))
                .orElse(Verdict.ACCEPT);
    }

    private static boolean isAlwaysReached(ForwardPath to) {
        return switch (to) {
            case ForwardPath.To(var address) ->
                    ALWAYS_REACHED.contains(address.localPart().toLowerCase(Locale.ROOT));
            case ForwardPath.Postmaster _ -> true;
        };
    }

    private static Optional<ListRefusal> answer(FutureTask<Optional<ListRefusal>> task) {
        try {
            return task.get();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("interrupted while DNS lists were asked", stopped);
        } catch (ExecutionException bug) {
            throw new IllegalStateException(bug.getCause());
        }
    }

    /// What the lists say is among what the content is judged by.
    @Override
    public ContentVerdict content(MailFacts mail, List<String> recipients, CheckedMessage message) {
        return ContentVerdict.ACCEPT;
    }

    @Override
    public void reset() {
        asking = Optional.empty();
    }

    @Override
    public void close() {
        asking = Optional.empty();
    }
}
