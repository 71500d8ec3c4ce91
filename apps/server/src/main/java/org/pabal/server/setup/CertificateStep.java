// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.setup;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.pabal.directory.DirectoryAdministration;
import org.pabal.message.Domain;
import org.pabal.server.setup.Step.State;
import org.pabal.sessions.door.Answer;
import org.pabal.sessions.door.RequestBody;
import org.pabal.wire.LogText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The certificate that is shown to others: what it is, and another in its place.
final class CertificateStep {
    private static final Logger LOG = LoggerFactory.getLogger(CertificateStep.class);
    private static final String KEY = "tls.certificate";
    private static final int MAX_DOMAINS = 5;

    /// What programs and other servers look for below a domain.
    private static final List<String> BELOW = List.of("autoconfig.", "mta-sts.");

    private final ThisHost host;
    private final CertificateInUse inUse;
    private final DirectoryAdministration directory;
    private final Progress progress;
    private final InstantSource clock;
    private final String hostname;

    /// One at a time is looked at and taken.
    private final ReentrantLock using = new ReentrantLock();

    CertificateStep(
            ThisHost host, CertificateInUse inUse, SetupServices services, Progress progress) {
        this.host = host;
        this.inUse = inUse;
        this.directory = services.directory();
        this.progress = progress;
        this.clock = services.clock();
        this.hostname = services.hostname();
    }

    /// `GET /setup/api/certificate`
    Answer show(SetupRequest request) {
        Optional<CertificateFacts> facts = CertificateFacts.of(host.certificate());
        facts.filter(this::isGood).ifPresent(_ -> progress.set(Step.CERTIFICATE, State.DONE));
        return Answer.of(shown(facts));
    }

    private ObjectNode shown(Optional<CertificateFacts> facts) {
        ObjectNode body = Answer.object();
        String origin = host.origin(KEY);
        body.put("fixed", origin.equals("default") ? null : origin);
        ArrayNode names = body.putArray("names");
        facts.ifPresent(known -> known.names().forEach(names::add));
        body.put("issuer", facts.map(CertificateFacts::issuer).orElse(null));
        body.put("notAfter", facts.map(known -> known.notAfter().toString()).orElse(null));
        body.put("selfMade", facts.map(CertificateFacts::isSelfMade).orElse(true));
        ArrayNode covers = body.putArray("covers");
        for (String name : wanted()) {
            covers.addObject()
                    .put("name", name)
                    .put("covered", facts.filter(known -> known.covers(name)).isPresent());
        }
        return body;
    }

    private List<String> wanted() {
        List<String> all = new ArrayList<>(List.of(hostname));
        directory.domains().stream()
                .limit(MAX_DOMAINS)
                .map(Domain::toAscii)
                .forEach(domain -> BELOW.forEach(prefix -> all.add(prefix + domain)));
        return all;
    }

    private boolean isGood(CertificateFacts facts) {
        return !facts.isSelfMade()
                && facts.covers(hostname)
                && clock.instant().isBefore(facts.notAfter());
    }

    /// `POST /setup/api/certificate`
    Answer use(SetupRequest request) throws IOException {
        String origin = host.origin(KEY);
        if (!origin.equals("default")) {
            throw Answer.no(409, "fixed", origin + " names the certificate; change it there.");
        }
        RequestBody body = request.body();
        String pem = body.text("certificate").strip() + "\n" + body.text("key").strip() + "\n";
        List<X509Certificate> chain;
        using.lock();
        try {
            chain = inUse.check(pem);
            demandGood(chain);
            inUse.use(pem);
        } catch (IOException unusable) {
            throw unusable(unusable);
        } finally {
            using.unlock();
        }
        LOG.info(
                "event=setup-certificate session={} issuer={} expiry={}",
                request.exchange().id(),
                new LogText(chain.getFirst().getIssuerX500Principal()),
                chain.getFirst().getNotAfter().toInstant());
        return show(request);
    }

    private static Answer unusable(IOException reason) {
        return Answer.no(422, "unusable", String.valueOf(reason.getMessage()));
    }

    private void demandGood(List<X509Certificate> chain) {
        X509Certificate own = chain.getFirst();
        Instant now = clock.instant();
        if (now.isBefore(own.getNotBefore().toInstant())) {
            throw Answer.no(422, "notYet", "It holds only from " + own.getNotBefore().toInstant());
        }
        if (!now.isBefore(own.getNotAfter().toInstant())) {
            throw Answer.no(422, "expired", "It ended at " + own.getNotAfter().toInstant());
        }
        demandChain(chain);
        CertificateFacts facts = CertificateFacts.of(chain).orElseThrow();
        if (!facts.covers(hostname)) {
            throw Answer.no(
                    422,
                    "names",
                    "It is for "
                            + String.join(", ", facts.names())
                            + " and not for this host, "
                            + hostname);
        }
    }

    /// Each is signed by the one behind it. RFC 8446 §4.4.2
    private void demandChain(List<X509Certificate> chain) {
        for (int i = 0; i + 1 < chain.size(); i++) {
            if (!hasSigned(chain.get(i + 1), chain.get(i))) {
                throw Answer.no(
                        422,
                        "chain",
                        "Certificate "
                                + (i + 2)
                                + " does not vouch for the one before it; give the server's own"
                                + " first, then those of its authority in order.");
            }
        }
    }

    /// RFC 5280 §6.1.3 (a), §6.1.4 (k)
    private boolean hasSigned(X509Certificate authority, X509Certificate signed) {
        boolean isAuthority = authority.getVersion() < 3 || authority.getBasicConstraints() >= 0;
        try {
            authority.checkValidity(Date.from(clock.instant()));
            signed.verify(authority.getPublicKey());
        } catch (GeneralSecurityException broken) {
            return false;
        }
        return isAuthority
                && signed.getIssuerX500Principal().equals(authority.getSubjectX500Principal());
    }
}
