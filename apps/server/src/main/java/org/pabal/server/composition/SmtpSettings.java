// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import org.pabal.sasl.SaslMechanisms;
import org.pabal.server.settings.LimitsTable;
import org.pabal.server.settings.LmtpTable;
import org.pabal.server.settings.ReceptionTable;
import org.pabal.server.settings.ServicesTable;
import org.pabal.server.settings.Settings;
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
                                settings.get(ReceptionTable.MAX_MESSAGE_SIZE),
                                settings.get(ReceptionTable.MAX_RECIPIENTS),
                                defaults.mail().leastDeliverBy(),
                                settings.get(ReceptionTable.MAX_HOLD)))
                .with(
                        new SessionLimits(
                                settings.get(LimitsTable.MAX_ERRORS),
                                settings.get(LimitsTable.MAX_MAILS_PER_SESSION),
                                settings.get(LimitsTable.MAX_JUNK_COMMANDS),
                                defaults.session().commandDeadline(),
                                defaults.session().dataDeadline(),
                                settings.get(LimitsTable.LONGEST_SESSION),
                                settings.get(LimitsTable.ERROR_DELAY),
                                settings.get(LimitsTable.GREETING_DELAY)))
                .with(
                        new Clients(
                                Networks.of(settings, ReceptionTable.OWN_NETWORKS),
                                Networks.of(settings, ReceptionTable.FRONT_NETWORKS),
                                Networks.of(settings, LmtpTable.LMTP_TRUSTED_NETWORKS)))
                .with(
                        new Login(
                                mayLogIn(settings, role)
                                        ? SaslMechanisms.names()
                                        : defaults.login().mechanisms(),
                                !ServicesTable.service(service).allowsLoginWithoutTls(settings)));
    }

    private static boolean mayLogIn(Settings settings, SmtpConfig.Role role) {
        return switch (role) {
            case RECEPTION -> settings.get(ServicesTable.SMTP_LOGIN);
            case SUBMISSION -> true;
            case LMTP -> !settings.get(LmtpTable.LMTP_ACCOUNTS).isEmpty();
        };
    }
}
