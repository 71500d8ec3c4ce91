// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.pabal.directory.Directory;
import org.pabal.message.Domain;
import org.pabal.server.local.Drops;
import org.pabal.server.local.LocalDirectory;
import org.pabal.server.local.LocalMail;
import org.pabal.server.local.LocalService;
import org.pabal.server.local.LocalUsers;
import org.pabal.server.settings.LocalTable;
import org.pabal.server.settings.ReceptionTable;
import org.pabal.server.settings.Settings;
import org.pabal.smtp.SmtpConfig;
import org.pabal.smtp.SmtpSurroundings;

/// What stands behind `pabal sendmail` and `pabal deliver`.
final class LocalPrograms implements AutoCloseable {
    private final LocalDirectory directory;
    private final LocalMail mail;
    private final Drops drops;

    /// @param preset the default domain of the settings
    LocalPrograms(Ground here, Optional<Domain> preset, Submissions submissions, Inbound inbound)
            throws StartFailure {
        Settings settings = here.settings();
        Supplier<Domain> domain = domain(settings, here.directory(), preset, here.name());
        this.directory =
                new LocalDirectory(
                        settings.get(LocalTable.LOCAL_DIRECTORY)
                                .orElseGet(() -> here.data().path().resolve("local")));
        try {
            directory.prepare();
        } catch (IOException cannot) {
            throw new StartFailure(
                    "the directory "
                            + directory.path()
                            + " cannot be made ("
                            + cannot
                            + "); make it yourself and give it to the user of this program, or set"
                            + " another local.directory",
                    cannot);
        }
        this.mail =
                new LocalMail(
                        users(settings, here.directory(), domain),
                        submissions::open,
                        inbound::openDelivery,
                        here.storage(),
                        () -> settings.get(ReceptionTable.MAX_MESSAGE_SIZE),
                        here.clock());
        this.drops = new Drops(directory, mail, here.clock());
    }

    private static LocalUsers users(
            Settings settings, Directory directory, Supplier<Domain> domain) {
        List<String> trusted = new ArrayList<>(settings.get(LocalTable.LOCAL_TRUSTED_USERS));
        trusted.add(System.getProperty("user.name", ""));
        return new LocalUsers(directory, settings.get(LocalTable.LOCAL_USERS), trusted, domain);
    }

    /// Of users of this host and of bare names.
    private static Supplier<Domain> domain(
            Settings settings, Directory directory, Optional<Domain> preset, String hostname)
            throws StartFailure {
        String text = settings.get(LocalTable.LOCAL_DOMAIN);
        if (!text.isEmpty()) {
            Domain set =
                    Domain.parse(text)
                            .orElseThrow(() ->
                                    new StartFailure(
                                            "local.domain '" + text + "' is not a domain name"));
            return () -> set;
        }
        return () ->
                preset.or(() -> directory.domains().stream().findFirst())
                        .orElseGet(() -> Domain.of(hostname));
    }

    void open(Listeners listeners, String hostname, Settings settings, SmtpSurroundings shared)
            throws StartFailure {
        SmtpConfig plain =
                SmtpSettings.of(settings, "submission", SmtpConfig.Role.SUBMISSION, hostname)
                        .with(SmtpConfig.Login.NONE);
        Path socket = directory.socket();
        listeners.openLocal(socket, new LocalService(mail, plain, shared));
    }

    void start() {
        drops.start();
    }

    @Override
    public void close() {
        drops.close();
    }
}
