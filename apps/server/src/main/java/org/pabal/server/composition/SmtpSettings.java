// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import org.pabal.sasl.SaslMechanisms;
import org.pabal.server.settings.Settings;
import org.pabal.server.settings.SettingsTable;
import org.pabal.smtp.SmtpConfig;
import org.pabal.smtp.SmtpConfig.Clients;
import org.pabal.smtp.SmtpConfig.Login;
import org.pabal.smtp.SmtpConfig.MailLimits;
import org.pabal.smtp.SmtpConfig.SessionLimits;

/// What the settings say about the services that speak SMTP and LMTP.
final class SmtpSettings {
    private SmtpSettings() {}

    static SmtpConfig of(Settings settings, String service, SmtpConfig.Role role, String hostname)
            throws StartFailure {
        SmtpConfig defaults = SmtpConfig.defaults(role, hostname);
        return defaults.with(
                        new MailLimits(
                                settings.get(SettingsTable.MAX_MESSAGE_SIZE),
                                settings.get(SettingsTable.MAX_RECIPIENTS),
                                defaults.mail().leastDeliverBy(),
                                settings.get(SettingsTable.MAX_HOLD)))
                .with(
                        new SessionLimits(
                                settings.get(SettingsTable.MAX_ERRORS),
                                settings.get(SettingsTable.MAX_MAILS_PER_SESSION),
                                settings.get(SettingsTable.MAX_JUNK_COMMANDS),
                                defaults.session().commandDeadline(),
                                defaults.session().dataDeadline(),
                                settings.get(SettingsTable.LONGEST_SESSION),
                                settings.get(SettingsTable.ERROR_DELAY),
                                settings.get(SettingsTable.GREETING_DELAY)))
                .with(
                        new Clients(
                                Networks.of(settings, SettingsTable.OWN_NETWORKS),
                                Networks.of(settings, SettingsTable.FRONT_NETWORKS),
                                Networks.of(settings, SettingsTable.LMTP_TRUSTED_NETWORKS)))
                .with(
                        new Login(
                                mayLogIn(settings, role)
                                        ? SaslMechanisms.names()
                                        : defaults.login().mechanisms(),
                                !SettingsTable.service(service).allowsLoginWithoutTls(settings)));
    }

    private static boolean mayLogIn(Settings settings, SmtpConfig.Role role) {
        return switch (role) {
            case RECEPTION -> settings.get(SettingsTable.SMTP_LOGIN);
            case SUBMISSION -> true;
            case LMTP -> !settings.get(SettingsTable.LMTP_ACCOUNTS).isEmpty();
        };
    }
}
