// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.setup.proof;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.pabal.mailauth.doctor.Diagnosis;
import org.pabal.mailauth.doctor.Remark;
import org.pabal.server.setup.proof.ProofFacts.WayOut;

/// What the records, the certificate, the lists and the way out cost.
record HostCheck(Proof proof, ProofFacts facts) {
    private static final int HALF = 1;

    void run(WayOut out) {
        List<Diagnosis> all = facts.outside().diagnoses(proof.account().address().domain());
        all.forEach(one -> judge(one, out.isRelay()));
        if (!out.isRelay()) {
            facts.outside().senders().forEach(this::listed);
            if (facts.outside().senders().isEmpty()) {
                String reason = Words.SENDER_UNKNOWN.in(language());
                proof.notKnown(Why.PTR, reason);
                proof.notKnown(Why.BLOCKLIST, reason);
            }
        } else {
            String reason = Words.SENT_BY_RELAY.in(language());
            proof.notKnown(Why.PTR, reason);
            proof.notKnown(Why.BLOCKLIST, reason);
        }
        facts.certificateTrouble(language())
                .ifPresent(trouble -> proof.lose(Why.CERTIFICATE, trouble));
    }

    private Locale language() {
        return proof.language();
    }

    /// @param isRelayed others see the smarthost's address, and not this host's
    private void judge(Diagnosis one, boolean isRelayed) {
        String sentence = one.sentence(language());
        Remark remark = one.remark();
        switch (remark) {
            case HOST_NO_ADDRESS, HOST_BARE -> proof.lose(Why.HELO, sentence);
            case PTR_OTHER_NAME -> {
                if (!isRelayed) {
                    proof.lose(Why.HELO, HALF, sentence);
                }
            }
            case PTR_NONE, PTR_UNCONFIRMED -> {
                if (!isRelayed) {
                    proof.lose(isSix(one) ? Why.IPV6 : Why.PTR, sentence);
                }
            }
            case MX_NONE, MX_NO_DOMAIN, MX_NULL, MX_ELSEWHERE, MX_WITHOUT_ADDRESS ->
                    proof.lose(Why.MX, sentence);
            case SPF_NONE, SPF_BROKEN -> proof.lose(Why.SPF, sentence);
            case SPF_FORBIDS -> {
                if (!isRelayed) {
                    proof.lose(Why.SPF, sentence);
                }
            }
            case SPF_OPEN -> proof.lose(Why.SPF, HALF, sentence);
            case DMARC_NONE, DMARC_SEVERAL, DMARC_BROKEN -> proof.lose(Why.DMARC, sentence);
            case STS_POLICY_BROKEN, STS_MX_MISSING, STS_CERTIFICATE, TLSA_MISMATCH ->
                    proof.lose(Why.TLS, sentence);
            case DNS_SILENT -> proof.notKnown(Why.DNS, sentence);
            default -> {} // good, or no reason to refuse a mail
        }
    }

    /// A PTR remark begins with the address.
    private static boolean isSix(Diagnosis one) {
        return InetAddress.ofLiteral(one.found().getFirst()) instanceof Inet6Address;
    }

    private void listed(InetAddress address) {
        Optional<List<String>> lists = facts.outside().listedBy(address);
        if (lists.isEmpty()) {
            proof.notKnown(Why.BLOCKLIST, Words.NO_LIST.in(language()));
        } else if (!lists.get().isEmpty()) {
            proof.lose(
                    Why.BLOCKLIST,
                    Words.LISTED.in(
                            language(), address.getHostAddress(), String.join(", ", lists.get())));
        }
    }

    /// What a smarthost says, or who is in the way. A server outside that took a mail has shown that there
    /// is a way.
    void wayOut(WayOut out) {
        if (proof.outsideTook()) {
            return;
        }
        if (out.trouble().isPresent()) {
            String trouble = out.trouble().get();
            proof.lose(
                    Why.RELAY, out.isRelay() ? trouble : Words.PORT_SHUT.in(language(), trouble));
        } else if (!out.isKnown()) {
            proof.notKnown(Why.RELAY, Words.PORT_NOT_TRIED.in(language()));
        }
    }
}
