// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pabal.mailbox.MailboxStore;
import org.pabal.mda.PresetMailbox;
import org.pabal.message.Domain;
import org.pabal.mta.acceptance.FullMailbox;
import org.pabal.mta.acceptance.MessageLimits;
import org.pabal.mta.acceptance.RecipientConfig;
import org.pabal.mta.breaker.BreakerRules;
import org.pabal.mta.delivery.DeliveryConfig;
import org.pabal.mta.policy.SourceRates;
import org.pabal.mta.reception.ReceptionConfig;
import org.pabal.mta.reception.UnknownSenderDomain;
import org.pabal.mta.submission.AccountRates;
import org.pabal.server.settings.AddressTable;
import org.pabal.server.settings.DeliveryTable;
import org.pabal.server.settings.LimitsTable;
import org.pabal.server.settings.ReceptionTable;
import org.pabal.server.settings.Settings;
import org.pabal.server.settings.SubmissionTable;
import org.pabal.wire.IpNetwork;

/// What the settings say, in the terms of the parts that move mail.
final class TransportSettings {
    private TransportSettings() {}

    static ReceptionConfig reception(Settings settings, String hostname) throws StartFailure {
        List<IpNetwork> own = Networks.of(settings, ReceptionTable.OWN_NETWORKS);
        return new ReceptionConfig(
                hostname,
                MessageLimits.defaults(),
                settings.get(ReceptionTable.CLIENT_NAMES),
                address -> own.stream().anyMatch(network -> network.contains(address)),
                switch (settings.get(ReceptionTable.UNKNOWN_SENDER_DOMAIN)) {
                    case "reject" -> UnknownSenderDomain.REJECT;
                    case "defer" -> UnknownSenderDomain.DEFER;
                    default -> UnknownSenderDomain.OFF;
                },
                new SourceRates.Limits(
                        settings.get(LimitsTable.SOURCE_WINDOW),
                        settings.get(LimitsTable.SOURCE_CONNECTIONS),
                        settings.get(LimitsTable.SOURCE_MAILS),
                        settings.get(LimitsTable.SOURCE_RECIPIENTS),
                        settings.get(LimitsTable.SOURCE_NETWORK_FACTOR)));
    }

    static RecipientConfig recipients(Settings settings, Optional<Domain> defaultDomain)
            throws StartFailure {
        return new RecipientConfig(
                defaultDomain,
                ownAddresses(),
                settings.get(ReceptionTable.FULL_MAILBOX).equals("reject")
                        ? FullMailbox.REJECT
                        : FullMailbox.DEFER);
    }

    static PresetMailbox presetMailbox(Settings settings, MailboxStore mailboxes) {
        return new PresetMailbox(
                switch (settings.get(AddressTable.DETAIL_MAILBOX)) {
                    case "postable" -> PresetMailbox.Details.POSTABLE;
                    case "existing" -> PresetMailbox.Details.EXISTING;
                    default -> PresetMailbox.Details.NONE;
                },
                RoutingSettings.subaddress(settings),
                mailboxes);
    }

    static AccountRates.Limits accountRates(Settings settings) {
        return new AccountRates.Limits(
                settings.get(SubmissionTable.ACCOUNT_MAILS_PER_HOUR),
                settings.get(SubmissionTable.ACCOUNT_RECIPIENTS_PER_HOUR),
                settings.get(SubmissionTable.ACCOUNT_MAILS_PER_DAY),
                settings.get(SubmissionTable.ACCOUNT_RECIPIENTS_PER_DAY));
    }

    static BreakerRules breaker(Settings settings) {
        return new BreakerRules(
                settings.get(LimitsTable.BREAKER_ENABLED),
                settings.get(LimitsTable.BREAKER_NEW_RECIPIENTS),
                settings.get(LimitsTable.BREAKER_WINDOW),
                settings.get(LimitsTable.BREAKER_NEW_PLACE),
                settings.get(LimitsTable.BREAKER_REMEMBERED),
                settings.get(LimitsTable.BREAKER_UNKNOWN_RECIPIENTS));
    }

    static DeliveryConfig delivery(Settings settings, String hostname) throws StartFailure {
        return new DeliveryConfig(
                hostname,
                settings.get(DeliveryTable.DELIVERY_PORT),
                ownAddresses(),
                settings.get(DeliveryTable.DELIVERY_ALLOW_LOOPBACK)
                        ? DeliveryConfig.Loopback.OTHER_SERVERS
                        : DeliveryConfig.Loopback.OURSELVES);
    }

    private static Set<InetAddress> ownAddresses() throws StartFailure {
        try {
            Set<InetAddress> addresses = new HashSet<>();
            NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .forEach(addresses::add);
            return addresses;
        } catch (SocketException unreadable) {
            throw new StartFailure(
                    "the addresses of this host cannot be read: " + unreadable, unreadable);
        }
    }
}
