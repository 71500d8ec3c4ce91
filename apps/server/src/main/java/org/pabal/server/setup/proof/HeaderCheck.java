// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.setup.proof;

import java.net.InetAddress;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.pabal.mailauth.MessageHeader;
import org.pabal.mailauth.RawField;
import org.pabal.mailauth.dkim.DkimOutcome;
import org.pabal.mailauth.dkim.DkimResult;
import org.pabal.mailauth.dmarc.Disposition;
import org.pabal.mailauth.examination.Findings;
import org.pabal.mailauth.results.AuthenticationResults;
import org.pabal.mailauth.results.MethodResult;
import org.pabal.mailauth.spf.SpfResult;
import org.pabal.server.setup.proof.Proof.Stage;
import org.pabal.server.setup.proof.Proof.State;

/// Judges what arrived: that it is what was sent, and what a server that does not know us would make of it.
final class HeaderCheck {
    /// What nobody on the way may change.
    private static final List<String> KEPT = List.of("From", "To", "Subject", "Date", "Message-ID");

    private static final List<String> SHOWN = List.of("spf", "dkim", "dmarc");

    private final Proof proof;
    private final ProofFacts facts;
    private final Locale language;
    private final Optional<Instant> signsFrom;
    private final byte[] sent;
    private final byte[] arrived;
    private final MessageHeader header;
    private State state = State.OK;
    private String hint = "";

    /// @param signsFrom when mail will be signed that is not yet
    /// @param sent without what was put on top of it
    HeaderCheck(
            Proof proof,
            ProofFacts facts,
            Optional<Instant> signsFrom,
            byte[] sent,
            byte[] arrived) {
        this.proof = proof;
        this.facts = facts;
        this.language = proof.language();
        this.signsFrom = signsFrom;
        this.sent = sent.clone();
        this.arrived = arrived.clone();
        this.header = MessageHeader.parse(arrived);
    }

    /// @param isJudged whether this server took the mail for a stranger's
    /// @param isRelayed whether mail for others leaves through a smarthost
    void run(boolean isJudged, boolean isRelayed) {
        fields(isJudged);
        List<InetAddress> senders = facts.outside().senders();
        InetAddress client =
                senders.isEmpty() ? InetAddress.getLoopbackAddress() : senders.getFirst();
        Findings found = facts.outside().examine(client, proof.account().address(), arrived);
        boolean isKnown = !senders.isEmpty() && !isRelayed;
        signatures(found.dkim());
        if (isKnown) {
            spf(found);
        } else {
            Words reason = isRelayed ? Words.SENT_BY_RELAY : Words.SENDER_UNKNOWN;
            proof.notKnown(Why.SPF, reason.in(language));
        }
        dmarc(found, isKnown);
        proof.at(Stage.HEADERS, state, said(found, isKnown), hint);
    }

    private void fields(boolean isJudged) {
        MessageHeader before = MessageHeader.parse(sent);
        for (String name : KEPT) {
            List<String> is = header.all(name).stream().map(RawField::value).toList();
            if (!is.equals(before.all(name).stream().map(RawField::value).toList())) {
                worse(State.BAD, Words.FIELD_OTHER.in(language, name));
            }
        }
        if (header.all("Received").stream().noneMatch(this::isOurs)) { // RFC 5321 §4.4
            worse(State.BAD, Words.FIELD_LOST.in(language, "Received"));
        }
        if (isJudged && header.all("Authentication-Results").isEmpty()) {
            worse(State.WARN, Words.NOT_JUDGED.in(language));
        }
    }

    private boolean isOurs(RawField received) {
        String flat = " " + received.value().replaceAll("\\s+", " ") + " ";
        return flat.contains(" by " + facts.hostname() + " ");
    }

    /// RFC 6376 §6.1: one that is good is enough.
    private void signatures(List<DkimOutcome> all) {
        if (all.stream().anyMatch(DkimOutcome::isPass)) {
            return;
        }
        List<DkimOutcome> made =
                all.stream().filter(one -> one.result() != DkimResult.NONE).toList();
        if (made.isEmpty()) {
            notSigned();
            return;
        }
        String reason = made.getFirst().reason();
        if (made.stream().anyMatch(one -> one.result() == DkimResult.TEMPERROR)) {
            notKnown(Why.DKIM, Words.DNS_SILENT.in(language, reason));
        } else {
            lose(Why.DKIM, Words.NOT_VERIFIED.in(language, reason));
        }
    }

    private void notSigned() {
        if (signsFrom.isPresent()) {
            Instant from = signsFrom.get().truncatedTo(ChronoUnit.MINUTES);
            notKnown(Why.DKIM, Words.SIGNS_SOON.in(language, from));
        } else {
            lose(Why.DKIM, Words.NOT_SIGNED.in(language));
        }
    }

    /// RFC 7208 §2.6
    private void spf(Findings found) {
        SpfResult result = found.spfMailFrom().result();
        String reason = found.spfMailFrom().reason();
        switch (result) {
            case PASS -> {}
            case TEMPERROR -> notKnown(Why.SPF, Words.DNS_SILENT.in(language, reason));
            case NONE, NEUTRAL, FAIL, SOFTFAIL, PERMERROR ->
                    lose(Why.SPF, Words.SPF_FAILS.in(language, reason));
        }
    }

    private void dmarc(Findings found, boolean isKnown) {
        String reason = found.dmarc().reason();
        boolean passes =
                !found.passed().isEmpty()
                        || isKnown && found.spfMailFrom().result() == SpfResult.PASS;
        switch (found.dmarc().result()) {
            case FAIL -> {
                if (passes) {
                    lose(Why.ALIGNMENT, Words.NOT_ALIGNED.in(language));
                } else {
                    worse(State.BAD, Words.DMARC_FAILS.in(language, reason));
                }
            }
            case TEMPERROR -> notKnown(Why.DMARC, Words.DNS_SILENT.in(language, reason));
            case NONE, PASS, PERMERROR -> {} // the doctor names what is wrong with the record
        }
    }

    private void lose(Why why, String sentence) {
        proof.lose(why, sentence);
        worse(State.BAD, sentence);
    }

    private void notKnown(Why why, String reason) {
        proof.notKnown(why, reason);
        worse(State.WARN, reason);
    }

    /// The first of what is worst is shown.
    private void worse(State to, String sentence) {
        if (state != State.BAD && to != state) {
            state = to;
            hint = sentence;
        }
    }

    /// In the words of RFC 8601.
    private String said(Findings found, boolean isKnown) {
        List<MethodResult> all =
                found.results("", Disposition.NONE).stream()
                        .filter(one -> isKnown ? SHOWN.contains(one.method()) : isOfContent(one))
                        .toList();
        return new AuthenticationResults(facts.hostname(), all)
                .payload()
                .replaceAll("\\s+", " ")
                .strip();
    }

    private static boolean isOfContent(MethodResult one) {
        return !one.method().equals("spf") && SHOWN.contains(one.method());
    }
}
