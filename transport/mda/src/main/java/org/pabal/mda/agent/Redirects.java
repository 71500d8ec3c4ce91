// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda.agent;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pabal.mailbox.StagedMessage;
import org.pabal.mda.ArrivedMail;
import org.pabal.mda.LocalRecipient;
import org.pabal.mda.OutgoingMail;
import org.pabal.message.Address;
import org.pabal.message.envelope.MailRequest;
import org.pabal.message.envelope.Notify;
import org.pabal.message.envelope.OriginalRecipient;
import org.pabal.message.envelope.RecipientRequest;
import org.pabal.message.mime.HeaderField;
import org.pabal.message.mime.HeaderSection;
import org.pabal.message.mime.PlacedField;
import org.pabal.sieve.Action.Redirect;
import org.pabal.sieve.SieveLimits;
import org.pabal.sieve.SieveMessage;

/// The redirects of one copy. RFC 5228 §4.2.
///
/// A redirected mail bears the account's address in a trace field. One that comes back to an account
/// that has redirected it before is not redirected again (THREATS V07): each account on a circle
/// passes a mail on once, however long the circle is. A script can take the field out of what it
/// changes, but not out of what is sent.
final class Redirects {
    /// As others write it too, so that circles over several servers end as well.
    static final String TRACE = "X-Sieve-Redirected-From";

    /// Accounts on a way; a longer one counts as a circle.
    private static final int MAX_TRACES = 20;

    private final ArrivedMail mail;
    private final LocalRecipient recipient;
    private final OwnAddresses own;
    private final Messages messages;
    private final RedirectSeals seals;
    private final SieveLimits limits;
    private final Set<Address> to = new HashSet<>();
    private int sent;

    Redirects(
            ArrivedMail mail,
            LocalRecipient recipient,
            OwnAddresses own,
            Messages messages,
            RedirectSeals seals,
            SieveLimits limits) {
        this.mail = mail;
        this.recipient = recipient;
        this.own = own;
        this.messages = messages;
        this.seals = seals;
        this.limits = limits;
    }

    /// What comes of one.
    sealed interface Way {
        record Out(OutgoingMail mail) implements Way {}

        /// It goes there already.
        record Already() implements Way {}

        /// It stays: the message must not be lost.
        record Here(String reason) implements Way {}
    }

    Way of(Redirect redirect) {
        if (own.isAccount(redirect.to())) {
            return new Way.Here("it would come back here");
        }
        if (!to.add(redirect.to().lookupForm())) {
            return new Way.Already();
        }
        List<HeaderField> traces = traces(mail.message().scan().header().fields());
        if (traces.size() >= MAX_TRACES || traces.stream().anyMatch(this::isOurs)) {
            return new Way.Here("this account has redirected it before");
        }
        if (room(1) == 0) {
            return new Way.Here("a mail is redirected " + limits.redirects() + " times at most");
        }
        return new Way.Out(
                new OutgoingMail(
                        OutgoingMail.Kind.REDIRECT,
                        mail.from(),
                        redirect.to(),
                        staged(redirect, traces),
                        returnPath().length,
                        request(redirect),
                        asked(redirect)));
    }

    /// Takes some of the addresses that one mail may be sent on to.
    ///
    /// @return how many there are
    int room(int wanted) {
        int granted = Math.min(wanted, limits.redirects() - sent);
        sent += granted;
        return granted;
    }

    private static List<HeaderField> traces(List<HeaderField> fields) {
        return fields.stream().filter(field -> field.name().equalsIgnoreCase(TRACE)).toList();
    }

    private boolean isOurs(HeaderField trace) {
        return Address.parse(trace.value().strip())
                .map(Address::lookupForm)
                .filter(recipient.account().address().lookupForm()::equals)
                .isPresent();
    }

    private byte[] returnPath() {
        return ("Return-Path: " + mail.from() + "\r\n").getBytes(StandardCharsets.UTF_8);
    }

    private StagedMessage staged(Redirect redirect, List<HeaderField> traces) {
        SieveMessage message = redirect.message();
        StringBuilder top = new StringBuilder(256);
        top.append(TRACE).append(": ").append(recipient.account().address()).append("\r\n");
        List<String> left = new ArrayList<>();
        traces(message.scan().header().fields()).forEach(field -> left.add(field.value().strip()));
        for (HeaderField trace : traces) {
            String value = trace.value().strip();
            if (!left.remove(value) && Address.parse(value).isPresent()) {
                top.append(TRACE).append(": ").append(value).append("\r\n");
            }
        }
        return messages.passedOn(
                returnPath(),
                top.toString().getBytes(StandardCharsets.UTF_8),
                message,
                Redirects::withoutReturnPath,
                section -> seal(redirect.to(), section));
    }

    /// Other servers are told what was found here; ours have found it themselves.
    private Optional<RedirectSeals.Seal> seal(Address to, byte[] section) {
        return own.directory().isLocal(to.domain())
                ? Optional.empty()
                : seals.begin(
                        Address.parse(recipient.original()).orElse(recipient.address()).domain(),
                        mail.message().authentication(),
                        section);
    }

    /// The header section but for the Return-Path of its delivery here, which stands on top, or below
    /// what a script has added.
    private static byte[] withoutReturnPath(byte[] section) {
        for (PlacedField each : HeaderSection.places(section)) {
            if (each.field().name().equalsIgnoreCase("Return-Path")) {
                byte[] rest = new byte[section.length - (each.to() - each.from())];
                System.arraycopy(section, 0, rest, 0, each.from());
                System.arraycopy(section, each.to(), rest, each.from(), section.length - each.to());
                return rest;
            }
        }
        return section;
    }

    private MailRequest request(Redirect redirect) {
        MailRequest came = mail.request();
        return new MailRequest(
                redirect.returned().or(came::returned),
                came.envelopeId(),
                came.requireTls(),
                came.priority(),
                redirect.deliverBy().or(came::deliverBy));
    }

    /// What was asked of this recipient, or what the script asks. RFC 6009 §5, RFC 3461 §5.2.1: the
    /// original recipient stays the one that the mail was sent to.
    private RecipientRequest asked(Redirect redirect) {
        Optional<Set<Notify>> notifyOf =
                redirect.notifyOf()
                        .map(events -> {
                            Set<Notify> set = EnumSet.noneOf(Notify.class);
                            set.addAll(events);
                            return set;
                        });
        return new RecipientRequest(
                notifyOf.isPresent() ? notifyOf : recipient.request().notifyOf(),
                recipient.request().originalRecipient().or(() -> Optional.of(original())));
    }

    private OriginalRecipient original() {
        return new OriginalRecipient("rfc822", recipient.original());
    }
}
