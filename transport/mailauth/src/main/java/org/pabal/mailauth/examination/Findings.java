// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.examination;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pabal.mailauth.arc.ArcOutcome;
import org.pabal.mailauth.arc.ArcResult;
import org.pabal.mailauth.dkim.DkimOutcome;
import org.pabal.mailauth.dkim.DkimResult;
import org.pabal.mailauth.dmarc.Disposition;
import org.pabal.mailauth.dmarc.DmarcOutcome;
import org.pabal.mailauth.results.MethodResult;
import org.pabal.mailauth.spf.SpfIdentity;
import org.pabal.mailauth.spf.SpfOutcome;
import org.pabal.mailauth.spf.SpfResult;

/// What was found about one mail by all methods.
///
/// @param client who brought it
/// @param iprev empty when names are not looked up
/// @param dkim one for each signature that was looked at, from the top; a single NONE when there is
///     no signature, or nothing
public record Findings(
        SendingClient client,
        Optional<Iprev> iprev,
        SpfOutcome spfHelo,
        SpfOutcome spfMailFrom,
        List<DkimOutcome> dkim,
        ArcOutcome arc,
        DmarcOutcome dmarc) {
    public Findings {
        dkim = List.copyOf(dkim);
    }

    /// The signatures that passed.
    public List<DkimOutcome> passed() {
        return dkim.stream().filter(DkimOutcome::isPass).toList();
    }

    /// As Authentication-Results has it, RFC 8601 §2.7.
    ///
    /// @param verdict what is said of DMARC beyond its finding: why a mail is here that fails; may be
    ///     empty
    /// @param applied what became of the mail, RFC 7489 §11.1 `policy.dmarc`
    public List<MethodResult> results(String verdict, Disposition applied) {
        List<MethodResult> results = new ArrayList<>();
        iprev.ifPresent(found ->
                results.add(
                        MethodResult.of("iprev", found.result())
                                .because(found.name().isEmpty() ? found.reason() : found.name())
                                .with("policy", "iprev", shown(client))));
        results.add(spf(spfMailFrom, "mailfrom"));
        if (spfHelo.result() != SpfResult.NONE) {
            results.add(spf(spfHelo, "helo"));
        }
        signatures(results);
        if (arc.result() != ArcResult.NONE) {
            results.add(
                    MethodResult.of("arc", arc.result())
                            .because(arc.reason())
                            .with("smtp", "remote-ip", shown(client))); // RFC 8617 §10.2
        }
        MethodResult policy = MethodResult.of("dmarc", dmarc.result());
        results.add(
                policy.because(verdict.isEmpty() ? dmarc.reason() : verdict)
                        .with("header", "from", dmarc.fromDomain())
                        .with("policy", "dmarc", dmarc.policy().isPresent() ? applied.word() : ""));
        return results;
    }

    private static String shown(SendingClient client) {
        String text = client.address().getHostAddress();
        int scope = text.indexOf('%');
        return scope < 0 ? text : text.substring(0, scope);
    }

    private static MethodResult spf(SpfOutcome outcome, String property) {
        MethodResult result =
                MethodResult.of("spf", outcome.result())
                        .because(outcome.result() == SpfResult.PASS ? "" : outcome.reason());
        return result.with(
                "smtp",
                property,
                switch (outcome.identity()) {
                    case SpfIdentity.Helo(var name) -> name;
                    case SpfIdentity.MailFrom(var address) -> address.toString();
                });
    }

    private void signatures(List<MethodResult> results) {
        if (dkim.isEmpty()) {
            results.add(MethodResult.of("dkim", DkimResult.NONE));
        }
        for (DkimOutcome each : dkim) {
            results.add(
                    MethodResult.of("dkim", each.result())
                            .because(each.reason())
                            .with("header", "d", each.domain())
                            .with("header", "i", each.identity())
                            .with("header", "s", each.selector())
                            .with("header", "a", each.algorithm())
                            .with("header", "b", each.signature()));
        }
    }
}
