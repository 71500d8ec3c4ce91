// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.net.InetAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.pabal.dns.Resolver;
import org.pabal.mailauth.arc.ArcSealer;
import org.pabal.mailauth.dkim.DkimRules;
import org.pabal.mailauth.examination.MailAuthenticator;
import org.pabal.mailauth.spf.SpfLimits;
import org.pabal.mda.agent.RedirectSeals;
import org.pabal.message.Domain;
import org.pabal.mta.authentication.ArrivalExaminer;
import org.pabal.mta.authentication.AuthenticationRules;
import org.pabal.mta.authentication.Forwarder;
import org.pabal.mta.authentication.Forwarders;
import org.pabal.mta.authentication.PassedOnSeals;
import org.pabal.mta.authentication.SealingKeys;
import org.pabal.mta.authentication.SpfRules;
import org.pabal.mta.reports.dmarc.DmarcReporting;
import org.pabal.server.settings.ReceptionTable;
import org.pabal.server.settings.Setting;
import org.pabal.server.settings.Settings;
import org.pabal.server.settings.SpfTable;
import org.pabal.storage.Storage;
import org.pabal.wire.IpNetwork;

/// How arriving mail is authenticated, from the settings.
final class AuthenticationSettings {
    private AuthenticationSettings() {}

    /// Empty when nothing is to be examined.
    static Optional<ArrivalExaminer> examiner(
            Settings settings,
            String hostname,
            Resolver resolver,
            Forwarders forwarders,
            DmarcReporting reporting,
            SealingKeys sealingKeys,
            InstantSource clock)
            throws StartFailure {
        if (settings.get(ReceptionTable.AUTHENTICATION_MODE).equals("off")) {
            return Optional.empty();
        }
        SpfLimits usual = SpfLimits.standard();
        SpfLimits limits =
                new SpfLimits(
                        usual.lookups(),
                        settings.get(SpfTable.SPF_VOID_LIMIT),
                        usual.exchangers(),
                        usual.names(),
                        settings.get(SpfTable.SPF_LOOKUP_TIME),
                        usual.steps());
        return Optional.of(
                new ArrivalExaminer(
                        rules(settings, hostname),
                        new MailAuthenticator(
                                resolver, limits, DkimRules.standard(), hostname, clock),
                        forwarders,
                        reporting,
                        new ArcSealer(clock),
                        sealingKeys));
    }

    /// What scripts pass on is sealed as what aliases do.
    static RedirectSeals redirectSeals(
            Settings settings, SealingKeys sealingKeys, InstantSource clock) {
        if (settings.get(ReceptionTable.AUTHENTICATION_MODE).equals("off")) {
            return RedirectSeals.NONE;
        }
        PassedOnSeals seals = new PassedOnSeals(new ArcSealer(clock), sealingKeys);
        return (domain, found, section) ->
                seals.begin(domain, found, section).map(AuthenticationSettings::seal);
    }

    private static RedirectSeals.Seal seal(PassedOnSeals.Sealing sealing) {
        return new RedirectSeals.Seal() {
            @Override
            public void body(byte[] octets, int offset, int length) {
                sealing.body(octets, offset, length);
            }

            @Override
            public byte[] finish() {
                return sealing.finish();
            }
        };
    }

    static Forwarders forwarders(Settings settings, Storage storage, InstantSource clock)
            throws StartFailure {
        List<Forwarder> known = new ArrayList<>();
        for (IpNetwork network : Networks.of(settings, SpfTable.SPF_WHITELIST)) {
            known.add(new Forwarder.Network(network));
        }
        known.addAll(named(settings, SpfTable.SPF_HELO_WHITELIST, Forwarder.Greeting::new));
        known.addAll(named(settings, SpfTable.SPF_DOMAIN_WHITELIST_PTR, Forwarder.Named::new));
        known.addAll(named(settings, SpfTable.SPF_DOMAIN_WHITELIST, Forwarder.Authorised::new));
        return new Forwarders(known, storage, clock);
    }

    private static List<Forwarder> named(
            Settings settings, Setting<List<String>> setting, Function<String, Forwarder> form) {
        return domains(settings, setting).stream().map(form).toList();
    }

    private static Set<String> domains(Settings settings, Setting<List<String>> setting) {
        return settings.get(setting).stream()
                .map(text -> text.startsWith("*.") ? text.substring(2) : text)
                .map(text -> Domain.of(text).toAscii().toLowerCase(Locale.ROOT))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static AuthenticationRules rules(Settings settings, String hostname)
            throws StartFailure {
        String set = settings.get(ReceptionTable.AUTHSERV_ID);
        String id = set.isEmpty() ? hostname : set;
        List<String> own = new ArrayList<>(settings.get(ReceptionTable.OWN_AUTHSERV_IDS));
        own.add(id);
        own.add(hostname);
        List<IpNetwork> skipped = Networks.of(settings, SpfTable.SPF_SKIP_ADDRESSES);
        Predicate<InetAddress> isSkipped =
                address -> skipped.stream().anyMatch(network -> network.contains(address));
        return new AuthenticationRules(
                id,
                own,
                isSkipped,
                settings.get(ReceptionTable.AUTHENTICATION_MODE).equals("test")
                        ? AuthenticationRules.Mode.TEST
                        : AuthenticationRules.Mode.ENFORCE,
                switch (settings.get(ReceptionTable.DMARC_POLICY)) {
                    case "mark" -> AuthenticationRules.Dmarc.MARK;
                    case "off" -> AuthenticationRules.Dmarc.OFF;
                    default -> AuthenticationRules.Dmarc.ENFORCE;
                },
                switch (settings.get(ReceptionTable.BAD_AUTHOR)) {
                    case "reject" -> AuthenticationRules.BadAuthor.REJECT;
                    case "accept" -> AuthenticationRules.BadAuthor.ACCEPT;
                    default -> AuthenticationRules.BadAuthor.MARK;
                },
                spf(settings),
                domains(settings, ReceptionTable.TRUSTED_SEALERS),
                switch (settings.get(ReceptionTable.AUTHENTICATION_FIELDS)) {
                    case "authentication-results" ->
                            AuthenticationRules.Fields.AUTHENTICATION_RESULTS;
                    case "received-spf" -> AuthenticationRules.Fields.RECEIVED_SPF;
                    case "none" -> AuthenticationRules.Fields.NONE;
                    default -> AuthenticationRules.Fields.BOTH;
                },
                settings.get(ReceptionTable.LEARN_FORWARDERS)
                        ? AuthenticationRules.Learning.ON
                        : AuthenticationRules.Learning.OFF);
    }

    private static SpfRules spf(Settings settings) {
        return new SpfRules(
                refused(settings.get(SpfTable.SPF_HELO_REJECT)),
                refused(settings.get(SpfTable.SPF_MAIL_FROM_REJECT)),
                settings.get(SpfTable.SPF_REJECT_AT).equals("recipient")
                        ? SpfRules.When.RECIPIENT
                        : SpfRules.When.CONTENT,
                settings.get(SpfTable.SPF_PERM_ERROR_REJECT)
                        ? SpfRules.PermError.REJECT
                        : SpfRules.PermError.ACCEPT,
                settings.get(SpfTable.SPF_TEMP_ERROR_DEFER)
                        ? SpfRules.TempError.DEFER
                        : SpfRules.TempError.ACCEPT,
                domains(settings, SpfTable.SPF_REJECT_NOT_PASS_DOMAINS),
                settings.get(SpfTable.SPF_HIDE_RECEIVER)
                        ? SpfRules.Receiver.HIDDEN
                        : SpfRules.Receiver.SHOWN);
    }

    private static SpfRules.Refused refused(String word) {
        return switch (word) {
            case "fail" -> SpfRules.Refused.FAIL;
            case "softfail" -> SpfRules.Refused.SOFTFAIL;
            case "not-pass" -> SpfRules.Refused.NOT_PASS;
            case "null" -> SpfRules.Refused.FAIL_OF_NULL;
            default -> SpfRules.Refused.NONE;
        };
    }
}
