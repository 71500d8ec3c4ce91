// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.setup;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.pabal.jmap.Check;
import org.pabal.message.Address;
import org.pabal.server.setup.Doors.Knock;
import org.pabal.server.setup.OutboundCheck.Result;
import org.pabal.server.setup.proof.ProofFacts;
import org.pabal.server.setup.proof.SeenFromOutside;
import org.pabal.server.setup.proof.Words;

/// What the other steps look at, for the proof.
record ProofHere(
        ThisHost host,
        Doors doors,
        Relay relay,
        SeenFromOutside outside,
        String hostname,
        InstantSource clock)
        implements ProofFacts {

    @Override
    public WayOut wayOut(Address from) {
        List<Check.Step> steps = relay.checkInUse(from);
        if (!steps.isEmpty()) {
            return new WayOut(true, trouble(steps), true);
        }
        List<Result> tried =
                new OutboundCheck(doors, host.resolver(), System::nanoTime)
                        .run().stream().filter(each -> !each.tried().isEmpty()).toList();
        boolean isOpen = tried.stream().anyMatch(each -> each.state() == Knock.OPEN);
        return new WayOut(
                false,
                isOpen || tried.isEmpty() ? Optional.empty() : Optional.of(shown(tried)),
                !tried.isEmpty());
    }

    private static Optional<String> trouble(List<Check.Step> steps) {
        return steps.stream()
                .filter(step -> step.state() == Check.State.BAD)
                .findFirst()
                .map(step -> step.name() + ": " + step.said());
    }

    private static String shown(List<Result> tried) {
        return tried.stream()
                .map(each -> "IPv" + each.family() + " " + each.state().word())
                .collect(Collectors.joining(", "));
    }

    @Override
    public Optional<String> certificateTrouble(Locale language) {
        Optional<CertificateFacts> facts = CertificateFacts.of(host.certificate());
        if (facts.isEmpty()) {
            return Optional.of(Words.CERTIFICATE_NONE.in(language));
        }
        Instant now = clock.instant();
        CertificateFacts known = facts.get();
        return !known.covers(hostname)
                ? Optional.of(Words.CERTIFICATE_NAMES.in(language, hostname))
                : !now.isBefore(known.notAfter())
                        ? Optional.of(Words.CERTIFICATE_DATES.in(language))
                        : known.isSelfMade()
                                ? Optional.of(Words.CERTIFICATE_SELF_MADE.in(language))
                                : Optional.empty();
    }
}
