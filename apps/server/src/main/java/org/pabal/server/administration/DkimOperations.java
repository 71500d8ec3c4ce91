// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.administration;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.pabal.directory.DirectoryAdministration;
import org.pabal.mailauth.dkim.signing.PublicKeyRecord;
import org.pabal.mailauth.dkim.signing.PublicKeyRecord.Sight;
import org.pabal.mailauth.dkim.signing.SigningKey;
import org.pabal.message.Domain;
import org.pabal.message.UnavailableException;
import org.pabal.mta.signing.DomainKey;
import org.pabal.mta.signing.DomainKey.Published;
import org.pabal.mta.signing.KeyRing;
import org.pabal.mta.signing.KeyRotation;
import org.pabal.mta.signing.KeyRotation.Look;
import org.pabal.mta.signing.KeyRules;
import org.pabal.mta.signing.KeyState;
import org.pabal.mta.signing.SightWords;
import org.pabal.server.administration.Arguments.Unusable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What administrators may ask of the keys that mail is signed with.
public final class DkimOperations {
    private static final Logger LOG = LoggerFactory.getLogger(DkimOperations.class);
    private static final int RECORD_TTL_SECONDS = 3_600;
    private static final int PEM_LINE = 64;

    private final DirectoryAdministration directory;
    private final Supplier<Keys> keys;

    /// @param signs whether mail is signed at all, by the settings
    public record Keys(KeyRing ring, KeyRotation rotation, boolean signs) {}

    /// @param keys throws `UnavailableException` when they cannot be had
    public DkimOperations(DirectoryAdministration directory, Supplier<Keys> keys) {
        this.directory = directory;
        this.keys = keys;
    }

    /// Gives a domain that was just added its keys, where mail is signed. Not a reason for the domain
    /// not to be there: `pabal dkim show` makes up for it.
    public void added(Domain domain) {
        try {
            Keys have = keys.get();
            if (have.signs && !domain.name().startsWith("*")) {
                have.rotation.prepare(domain);
            }
        } catch (UnavailableException trouble) {
            LOG.warn("event=dkim-no-keys domain={} reason=\"{}\"", domain, trouble.getMessage());
        }
    }

    /// What is to be published, made where there is none yet; none where mail is not signed.
    public List<PublicKeyRecord> records(Domain domain) {
        Keys have = keys.get();
        if (have.signs && have.ring.keys(domain).isEmpty()) {
            have.rotation.prepare(domain);
        }
        return have.ring.keys(domain).stream()
                .filter(key -> key.state() != KeyState.RETIRED)
                .map(DomainKey::record)
                .toList();
    }

    void removed(Domain domain) {
        keys.get().rotation.remove(domain);
    }

    /// All of a domain: `domain`, `signs`, `off`, and `keys`, each with `selector`, `algorithm`,
    /// `state` (`prepared`, `seen`, `signing`, `retired`, `removable`), `since`, `dns` (`right`,
    /// `absent`, `wrong`, `unknown`), `dnsText`, `name`, `record`, `zoneLine`, and by its state
    /// `signsFrom` or `keepUntil`. Makes the first keys where there are none.
    Map<String, Object> show(Arguments arguments) {
        Domain domain = domain(arguments);
        Keys have = keys.get();
        if (have.ring.keys(domain).isEmpty()) {
            have.rotation.prepare(domain);
        }
        return shown(have, domain);
    }

    /// Begins a change of keys; `begun` is false when one was under way. The rest as above.
    Map<String, Object> rotate(Arguments arguments) {
        Domain domain = domain(arguments);
        Keys have = keys.get();
        boolean begun = have.rotation.rotate(domain);
        Map<String, Object> shown = shown(have, domain);
        shown.put("begun", begun);
        return shown;
    }

    Map<String, Object> importKey(Arguments arguments) {
        Domain domain = domain(arguments);
        Keys have = keys.get();
        KeyRotation.Outcome outcome =
                have.rotation.importKey(
                        domain,
                        arguments.text("selector"),
                        arguments.text("key"),
                        arguments.flag("published") ? Published.FOR_LONG : Published.NOT_YET);
        if (outcome instanceof KeyRotation.Outcome.Refused(var reason)) {
            throw new Unusable(reason);
        }
        return shown(have, domain);
    }

    /// A key with its secret: `pem`.
    Map<String, Object> export(Arguments arguments) {
        Domain domain = domain(arguments);
        String selector = arguments.text("selector");
        SigningKey key =
                keys.get()
                        .ring
                        .export(domain, selector)
                        .orElseThrow(() ->
                                new Unusable(
                                        "there is no secret for the selector "
                                                + selector
                                                + "; those of retired keys are erased"));
        LOG.info("event=dkim-key-exported domain={} selector={}", domain, selector);
        return Map.of(
                "pem",
                "-----BEGIN PRIVATE KEY-----\n"
                        + Base64.getMimeEncoder(PEM_LINE, new byte[] {'\n'})
                                .encodeToString(key.pkcs8())
                        + "\n-----END PRIVATE KEY-----\n");
    }

    private Domain domain(Arguments arguments) {
        Domain domain = arguments.parsed(arguments.text("domain"), "a domain", Domain::parse);
        boolean ours =
                directory.domains().contains(domain)
                        || directory.domainAliases().stream()
                                .anyMatch(alias -> alias.name().equals(domain));
        if (!ours) {
            throw new Unusable(
                    "'" + domain + "' is not a domain of this server; see: pabal domain list");
        }
        return domain;
    }

    private static Map<String, Object> shown(Keys have, Domain domain) {
        Instant now = have.rotation.now();
        List<Object> list = new ArrayList<>();
        for (Look look : have.rotation.look(domain)) {
            list.add(shown(look, have.rotation.rules(), now));
        }
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("domain", domain.name());
        shown.put(
                "signs",
                have.signs
                        && have.ring.keys(domain).stream()
                                .anyMatch(key -> key.state() == KeyState.SIGNING));
        shown.put("off", !have.signs);
        shown.put("keys", list);
        return shown;
    }

    private static Map<String, Object> shown(Look look, KeyRules rules, Instant now) {
        DomainKey key = look.key();
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("selector", key.selector());
        shown.put("algorithm", key.algorithm().tag());
        shown.put("state", state(key, rules, now));
        shown.put("since", key.since().toString());
        signsFrom(key, rules).ifPresent(from -> shown.put("signsFrom", from.toString()));
        if (key.state() == KeyState.RETIRED) {
            shown.put("keepUntil", key.since().plus(rules.keep()).toString());
        }
        shown.put("dns", word(look.sight()));
        shown.put("dnsText", SightWords.of(look.sight()));
        shown.put("name", key.record().name());
        shown.put("record", key.record().text());
        shown.put("zoneLine", key.record().zoneLine(RECORD_TTL_SECONDS));
        return shown;
    }

    private static Optional<Instant> signsFrom(DomainKey key, KeyRules rules) {
        return key.state() == KeyState.PREPARED
                ? key.seen().map(seen -> seen.plus(rules.settle()))
                : Optional.empty();
    }

    private static String state(DomainKey key, KeyRules rules, Instant now) {
        return switch (key.state()) {
            case PREPARED -> key.seen().isPresent() ? "seen" : "prepared";
            case SIGNING -> "signing";
            case RETIRED -> now.isBefore(key.since().plus(rules.keep())) ? "retired" : "removable";
        };
    }

    private static String word(Sight sight) {
        return sight.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }
}
