// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.administration;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.pabal.directory.Account;
import org.pabal.directory.DirectoryAdministration;
import org.pabal.directory.DirectoryAdministration.Outcome;
import org.pabal.mailbox.AccountMailboxes.Quota;
import org.pabal.mailbox.MailboxName;
import org.pabal.mailbox.QuotaResource;
import org.pabal.server.administration.MailboxNaming.Named;

/// The calls about limits: each account is one quota root. RFC 9208.
final class MailboxQuota {
    private final DirectoryAdministration directory;
    private final MailboxOperations mailboxes;

    MailboxQuota(DirectoryAdministration directory, MailboxOperations mailboxes) {
        this.directory = directory;
        this.mailboxes = mailboxes;
    }

    /// Of the root of any mailbox: it need not be there.
    Map<String, Object> get(Arguments arguments) {
        return shown(mailboxes.naming().named(arguments.text("name")));
    }

    private Map<String, Object> shown(Named named) {
        Quota quota = mailboxes.store().open(fresh(named)).quota();
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("name", named.shown());
        shown.put(
                "root",
                named.form().isEmpty()
                        ? named.owner().address().toString()
                        : named.shown(MailboxName.INBOX));
        shown.put("account", named.owner().address().toString());
        for (QuotaResource resource : QuotaResource.values()) {
            Quota.Use use = quota.of(resource);
            Map<String, Object> limit = new LinkedHashMap<>();
            limit.put("used", use.used());
            use.limit().ifPresent(most -> limit.put("limit", most));
            shown.put(resource.name(), limit);
        }
        return shown;
    }

    private Account fresh(Named named) {
        return directory.account(named.owner().id()).orElse(named.owner());
    }

    /// @param arguments `octets` and `messages`: a number, `none`, or nothing to keep what is
    Map<String, Object> set(Arguments arguments) {
        Named named = mailboxes.naming().named(arguments.text("name"));
        Account owner = fresh(named);
        OptionalLong octets = limit(arguments, "octets", owner.quotaOctets());
        OptionalLong messages = limit(arguments, "messages", owner.quotaMessages());
        if (directory.setQuota(owner.address(), octets, messages)
                instanceof Outcome.Refused(String reason)) {
            throw new Arguments.Unusable(reason);
        }
        MailboxAudit.written(
                "quota",
                named.with(MailboxName.INBOX),
                "octets " + written(octets) + ", messages " + written(messages));
        return shown(named);
    }

    private static String written(OptionalLong limit) {
        return limit.isPresent() ? Long.toString(limit.getAsLong()) : "none";
    }

    private static OptionalLong limit(Arguments arguments, String name, OptionalLong preset) {
        String text = arguments.text(name, "");
        if (text.isEmpty() || text.equals("none")) {
            return text.isEmpty() ? preset : OptionalLong.empty();
        }
        return OptionalLong.of(
                arguments.parsed(
                        text, "a size such as 2GiB, a number, or none", DirectoryArguments::size));
    }
}
