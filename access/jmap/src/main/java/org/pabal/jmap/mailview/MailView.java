// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.mailview;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.email.view.BodyLists;
import org.pabal.jmap.email.view.BodyPart;
import org.pabal.jmap.email.view.EmailBlobId;
import org.pabal.jmap.email.view.OpenMessage;
import org.pabal.jmap.mailview.ReadingSettings.Rule;
import org.pabal.jmap.mailview.facts.Author;
import org.pabal.jmap.mailview.facts.Imitation;
import org.pabal.jmap.mailview.facts.SenderVerdict;
import org.pabal.jmap.mailview.facts.Sending;
import org.pabal.jmap.mailview.facts.SpamReasons;
import org.pabal.jmap.mailview.facts.Unsubscription;
import org.pabal.jmap.mailview.html.Pictures;
import org.pabal.jmap.mailview.link.ShownLink;
import org.pabal.jmap.mailview.link.WebAddress;
import org.pabal.mailauth.results.AuthenticationResults;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.AccountSnapshot;
import org.pabal.mailbox.Emails;
import org.pabal.mailbox.MailboxInfo;
import org.pabal.mailbox.ObjectIds;
import org.pabal.mailbox.SpecialUse;
import org.pabal.mailbox.StoredMessage;
import org.pabal.mda.agent.Acquaintance;
import org.pabal.message.Address;
import org.pabal.message.mime.HeaderSection;
import org.pabal.spam.Finding;
import org.pabal.spam.rules.TestTexts;
import org.pabal.spam.rules.TextLanguage;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Writes views of an account's emails.
///
/// @param once pictures of other servers are shown this time, whatever was decided
/// @param language in which reasons are told
record MailView(
        MailViewServices services,
        ReadingSettings settings,
        AccountMailboxes mailboxes,
        AccountSnapshot now,
        JmapAccount account,
        GivenLinks links,
        boolean once,
        TextLanguage language) {

    ObjectNode of(Emails.Email email, StoredMessage record) {
        try (OpenMessage message = new OpenMessage(() -> mailboxes.octets(record))) {
            return of(email, record, message);
        }
    }

    private ObjectNode of(Emails.Email email, StoredMessage record, OpenMessage message) {
        HeaderSection header = message.header(record.structure());
        Author author = Author.of(header);
        Optional<AuthenticationResults> results =
                AuthenticationResults.parse(record.authentication());
        SenderVerdict verdict = verdict(email, author, results);
        Optional<Rule> rule =
                author.address().flatMap(address -> settings.of(account.reader().id(), address));
        boolean shown = once || isShown(rule, verdict, email);
        BodyPart root = BodyPart.of(record.structure());
        BodyLists lists = BodyLists.of(root);
        Map<String, String> inline = new LinkedHashMap<>();
        addInline(root, email, inline);
        ShownBody body = ShownBody.of(lists, email.id(), message, pictures(inline, shown), links);
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", ObjectIds.of(email.id()));
        json.put("html", body.html().orElse(null));
        json.put("text", body.text());
        json.put("isTruncated", !body.isWhole());
        body.charsetProblems().forEach(json.putArray("charsetProblems")::add);
        writeRemote(json.putObject("remote"), body, shown, rule);
        ObjectNode inlined = json.putObject("inline");
        inline.forEach(inlined::put);
        writeAttachments(json.putObject("attachments"), lists, email);
        writeLinks(json.putArray("links"), body);
        writeVerdict(json.putObject("verdict"), verdict);
        writeReplyTo(json, author);
        json.put("imitates", imitated(header, verdict).orElse(null));
        json.put("firstTime", isNew(email, author, verdict));
        writeUnsubscription(json, Unsubscription.of(header, results));
        writeSpam(json, SpamReasons.of(record.judgement()));
        json.put("lang", LettersLanguage.of(body.text()));
        return json;
    }

    private Optional<String> imitated(HeaderSection header, SenderVerdict verdict) {
        return verdict.code() == SenderVerdict.Code.OWN
                ? Optional.empty()
                : Imitation.of(header, account.owner().address().domain());
    }

    private SenderVerdict verdict(
            Emails.Email email, Author author, Optional<AuthenticationResults> results) {
        Sending sending = new Sending(services.directory(), account.owner());
        Set<SpecialUse> uses =
                email.mailboxes().stream()
                        .flatMap(mailbox -> now.mailbox(mailbox).stream())
                        .flatMap(mailbox -> mailbox.specialUse().stream())
                        .collect(Collectors.toSet());
        return author.address()
                .filter(address -> sending.isFromHere(results, uses, address))
                .flatMap(Address::parse)
                .map(address -> SenderVerdict.own(address.domain().toAscii()))
                .orElseGet(() -> SenderVerdict.of(results, author.domains()));
    }

    /// Who writes in another's name, or sends what is called spam, would learn by a picture who reads.
    private boolean isShown(Optional<Rule> rule, SenderVerdict verdict, Emails.Email email) {
        return rule.filter(Rule.ALWAYS::equals).isPresent()
                && verdict.code() != SenderVerdict.Code.FAILED
                && email.mailboxes().stream()
                        .flatMap(mailbox -> now.mailbox(mailbox).stream())
                        .map(MailboxInfo::specialUse)
                        .noneMatch(use -> use.filter(SpecialUse.JUNK::equals).isPresent());
    }

    private void addInline(BodyPart part, Emails.Email email, Map<String, String> inline) {
        if (GivenLinks.isPicture(part)) {
            part.cid().ifPresent(cid -> inline.putIfAbsent(cid, links.part(email.id(), part)));
        }
        part.children().forEach(child -> addInline(child, email, inline));
    }

    private Pictures pictures(Map<String, String> inline, boolean shown) {
        return new Pictures() {
            @Override
            public Optional<String> inline(String cid) {
                return Optional.ofNullable(inline.get(cid));
            }

            @Override
            public Optional<String> remote(WebAddress address) {
                return shown ? Optional.of(links.picture(address)) : Optional.empty();
            }
        };
    }

    private static void writeRemote(
            ObjectNode json, ShownBody body, boolean shown, Optional<Rule> rule) {
        json.put("count", body.remotePictures());
        body.remoteHosts().forEach(json.putArray("hosts")::add);
        json.put("shown", shown);
        json.put("rule", rule.map(Rule::word).orElse(null));
    }

    private void writeAttachments(ObjectNode json, BodyLists lists, Emails.Email email) {
        for (BodyPart part : lists.attachments()) {
            if (part.id().isPresent()) {
                json.put(EmailBlobId.of(email.id(), part).toString(), links.part(email.id(), part));
            }
        }
    }

    private static void writeLinks(ArrayNode json, ShownBody body) {
        for (ShownLink link : body.links()) {
            json.addObject()
                    .put("text", link.text())
                    .put("href", link.href())
                    .put("host", link.host())
                    .put("mismatch", link.mismatch());
        }
    }

    private static void writeVerdict(ObjectNode json, SenderVerdict verdict) {
        json.put("code", verdict.code().word());
        json.put("domain", verdict.domain().orElse(null));
        ArrayNode details = json.putArray("detail");
        for (SenderVerdict.Detail each : verdict.details()) {
            details.addObject()
                    .put("method", each.method())
                    .put("result", each.result())
                    .put("domain", each.domain());
        }
    }

    private static void writeReplyTo(ObjectNode json, Author author) {
        if (author.replyTo().isEmpty()) {
            json.putNull("replyTo");
        } else {
            json.putObject("replyTo").put("differs", true).put("address", author.replyTo().get());
        }
    }

    private boolean isNew(Emails.Email email, Author author, SenderVerdict verdict) {
        return verdict.code() != SenderVerdict.Code.OWN
                && author.address()
                        .filter(address ->
                                new Acquaintance(mailboxes, now, services.index())
                                        .isNew(address, email.id(), email.receivedAt()))
                        .isPresent();
    }

    private static void writeUnsubscription(ObjectNode json, Optional<Unsubscription> way) {
        if (way.isEmpty()) {
            json.putNull("unsubscribe");
            return;
        }
        json.putObject("unsubscribe")
                .put("oneClick", way.get().oneClick())
                .put("url", way.get().url().map(Object::toString).orElse(null))
                .put("mailto", way.get().mailto().orElse(null));
    }

    private void writeSpam(ObjectNode json, Optional<SpamReasons> spam) {
        if (spam.isEmpty()) {
            json.putNull("spam");
            return;
        }
        ObjectNode written = json.putObject("spam");
        written.put("score", spam.get().score());
        written.put("threshold", spam.get().threshold());
        ArrayNode reasons = written.putArray("reasons");
        for (Finding each : spam.get().reasons()) {
            ObjectNode reason = reasons.addObject();
            reason.put("code", each.test());
            reason.put("points", each.points());
            reason.put("text", TestTexts.of(each, language));
            ArrayNode arguments = reason.putArray("arguments");
            if (!each.detail().isEmpty()) {
                arguments.add(each.detail());
            }
        }
    }
}
