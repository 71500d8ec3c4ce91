// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.pabal.directory.builtin.PasswordConfig;
import org.pabal.message.UnavailableException;
import org.pabal.mta.relay.GreetingProbe;
import org.pabal.mta.relay.SmtpSenderProbe;
import org.pabal.sasl.LoginDoor;
import org.pabal.sasl.LoginGuard;
import org.pabal.sasl.LoginPause;
import org.pabal.server.administration.DkimOperations;
import org.pabal.server.administration.SetupOperations;
import org.pabal.server.checks.RelayCheck;
import org.pabal.server.settings.KeptSettings;
import org.pabal.server.setup.Setup;
import org.pabal.server.setup.SetupServices;
import org.pabal.sessions.RandomText;
import org.pabal.wire.Connector;
import org.pabal.wire.Door;
import org.pabal.wire.TlsCertificates;
import org.pabal.wire.TlsClientContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The role that lets a new server be set up with a browser.
final class FirstRun implements SetupOperations.Parts, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FirstRun.class);
    private static final String PAGE = "/setup";

    private final Setup setup;
    private final GivenCertificate certificate;
    private final FirstRunRelay relay;
    private final Web web;

    /// @param doors by service, of those that are open
    /// @param again stops the server and starts it again; returns at once
    FirstRun(
            Ground here,
            TlsCertificates tls,
            LoginGuard guard,
            Transport transport,
            Connectors connectors,
            DkimOperations dkim,
            Web web,
            WebSignIn signIn,
            Supplier<Map<String, List<Door>>> doors,
            Runnable again)
            throws StartFailure {
        this.web = web;
        KeptSettings kept = new KeptSettings(here.data().path());
        this.certificate = new GivenCertificate(here.data(), tls);
        Connector connector = new Connector(here.wire());
        RelayCheck relayCheck =
                new RelayCheck(
                        here::resolver,
                        new SmtpSenderProbe(
                                here.name(),
                                connector,
                                TlsClientContext.trustingAuthorities(),
                                here.resolver()),
                        System::nanoTime);
        this.relay =
                new FirstRunRelay(
                        here.data(),
                        here.settings(),
                        kept,
                        () -> transport.outbound().checks().smarthosts(),
                        relayCheck);
        this.setup =
                new Setup(
                        new SetupServices(
                                here.directory(),
                                here.storage(),
                                signIn.signedIn(),
                                signIn.door(),
                                new LoginDoor("setup", guard, LoginPause.SLEEP),
                                here.clock(),
                                new RandomText(new SecureRandom()),
                                dkim::added,
                                PasswordConfig.defaults().minCharacters(),
                                Version.text(),
                                here.name()),
                        new FirstRunHost(
                                here.data(),
                                here.settings(),
                                kept,
                                here::resolver,
                                dkim::records,
                                transport.signing().keys().rotation()::look,
                                again),
                        certificate,
                        FirstRunDoors.of(
                                here.settings(),
                                new GreetingProbe(connector),
                                () -> doors.get().keySet()),
                        relay,
                        new FirstRunMail(
                                new OwnClient(here.wire(), here.name()),
                                doors,
                                transport.signing(),
                                transport.submissions().sending(),
                                here.mailboxes()),
                        new FirstRunView(
                                here.name(),
                                here.resolver(),
                                domain ->
                                        Doctor.host(
                                                domain,
                                                here.name(),
                                                transport.signing().keys().ring(),
                                                Doctor.certificate(here.data(), here.settings()),
                                                Doctor.services(here.settings(), here.name())),
                                Doctor.policies(here.settings(), here.wire(), here.resolver()),
                                connectors::listedBy,
                                here.clock()));
    }

    void open(Web doors) {
        sweep(certificate::sweep); // before another is given
        doors.add(setup.route());
    }

    /// Removes what is not needed any more, now that the server runs with its settings.
    void started() {
        sweep(relay::sweep);
    }

    private interface Sweep {
        void run() throws IOException;
    }

    private static void sweep(Sweep sweep) {
        try {
            sweep.run();
        } catch (IOException unreadable) {
            LOG.warn("event=setup-not-swept reason=\"{}\"", unreadable.getMessage());
        }
    }

    @Override
    public Optional<String> code() {
        return setup.code();
    }

    @Override
    public void reopen() {
        setup.reopen();
    }

    /// For `pabal status`: what waits, and how to go on; empty when nothing does.
    Optional<String> status() {
        List<String> waits = setup.waits();
        return waits.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "left for later: "
                                + String.join(", ", waits)
                                + "; to go on in a browser: pabal setup open");
    }

    @Override
    public Optional<String> page() {
        return web.page(PAGE);
    }

    /// What the operator reads who is to set this server up; empty when that is done, or there are no
    /// pages.
    Optional<Invitation> invitation() {
        try {
            return page().flatMap(page -> code().map(code -> invite(page, code)));
        } catch (UnavailableException unreadable) {
            LOG.warn("event=setup-unknown reason=\"{}\"", unreadable.getMessage());
            return Optional.empty();
        }
    }

    private static Invitation invite(String page, String code) {
        LOG.info("event=setup-open page={} code={}", page, code);
        return new Invitation(page, code);
    }

    @Override
    public void close() {
        setup.close();
    }
}
