// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.filtering;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.pabal.filter.FilterAnswer;
import org.pabal.filter.MailFilter;
import org.pabal.filter.Outcome;
import org.pabal.mda.Assessment;
import org.pabal.message.mime.HeaderField;
import org.pabal.message.mime.HeaderSection;
import org.pabal.mta.acceptance.AnnouncedMail;
import org.pabal.mta.acceptance.Assessments;
import org.pabal.mta.acceptance.ContentExamination;
import org.pabal.mta.authentication.ArrivingContent;
import org.pabal.mta.routing.Route;
import org.pabal.spam.OwnDomains;
import org.pabal.spam.SpamFields;
import org.pabal.spam.VirusCheck;

/// Has strangers' mail judged while it comes in, and knows what was judged before. Safe for use by
/// many threads.
public final class ArrivalFilter {
    /// Before it stand the fields that this server has written.
    private static final String OWN_TRACE = "Received";

    final MailFilter filter;
    final MailFilter behind;
    final OwnDomains ownDomains;
    final WindowRoom room;
    final AtomicLong failures = new AtomicLong();

    private final ThisHost thisHost;
    private final Fronts fronts;

    /// Whether mail from this host's own addresses is judged: of programs here, or of a proxy that does
    /// not say for whom it speaks.
    public enum ThisHost {
        /// By its content, since nothing else is known of it.
        JUDGED,
        NOT_JUDGED
    }

    /// @param behind judges what fronts hand on, and asks none of them to come again
    public ArrivalFilter(
            MailFilter filter,
            MailFilter behind,
            OwnDomains ownDomains,
            WindowRoom room,
            ThisHost thisHost,
            Fronts fronts) {
        this.filter = filter;
        this.behind = behind;
        this.fronts = fronts;
        this.ownDomains = ownDomains;
        this.room = room;
        this.thisHost = thisHost;
    }

    public boolean judgesThisHost() {
        return thisHost == ThisHost.JUDGED;
    }

    /// How many mails a bug of ours has let pass.
    public long failures() {
        return failures.get();
    }

    /// A stranger's content whose sender is looked for, too.
    public ContentExamination judging(ArrivingContent content, AnnouncedMail mail) {
        return new FilteredContent(
                this,
                content,
                _ -> Facts.of(mail, content.findings(), ownDomains),
                mail,
                FilteredContent.Peer.STRANGER);
    }

    /// A stranger's content about whose sender nothing is found out.
    public ContentExamination judging(ContentExamination content, AnnouncedMail mail) {
        return new FilteredContent(
                this,
                content,
                _ -> Facts.of(mail, Optional.empty(), ownDomains),
                mail,
                FilteredContent.Peer.STRANGER);
    }

    /// Whether a host hands on what nobody has judged.
    public boolean isFront(InetAddress host) {
        return fronts.hosts().test(host);
    }

    /// What a front hands on for people here; what it relays is not judged.
    public ContentExamination judgingHandedOn(ContentExamination content, AnnouncedMail mail) {
        boolean isForUs =
                mail.recipients().stream()
                        .flatMap(recipient -> recipient.routes().stream())
                        .anyMatch(Route.LocalAccount.class::isInstance);
        return isForUs
                ? new FilteredContent(
                        this,
                        content,
                        header -> HandedOnFacts.of(mail, header, fronts.results(), ownDomains),
                        mail,
                        FilteredContent.Peer.FRONT)
                : content;
    }

    /// What another host of ours hands on was judged there.
    public ContentExamination judgedThere(ContentExamination content) {
        return new CarriedContent(this, content);
    }

    /// What our own fields on top of a mail say of it, for a mail that has waited.
    public Assessments judgedBefore(HeaderSection header) {
        return ownFields(header).map(this::of).orElse(Assessments.NONE);
    }

    /// What this server has written on top of a mail.
    public static Optional<SpamFields> ownFields(HeaderSection header) {
        List<HeaderField> own = new ArrayList<>();
        for (HeaderField field : header.fields()) {
            if (field.name().equalsIgnoreCase(OWN_TRACE)) {
                break;
            }
            own.add(field);
        }
        return SpamFields.parse(new HeaderSection(own));
    }

    /// What was judged before, for each account by what it wants now. It is too late to refuse it.
    Assessments of(SpamFields before) {
        if (ReleasedCopy.is(before)) {
            return _ -> Optional.of(ReleasedCopy.ASSESSMENT);
        }
        return route ->
                route instanceof Route.LocalAccount(var account, _)
                        ? Optional.of(assessed(before, filter.judgedBefore(before, account)))
                        : Optional.empty();
    }

    private static Assessment assessed(SpamFields before, FilterAnswer.Said said) {
        Outcome outcome =
                said.outcome().compareTo(Outcome.QUARANTINE) > 0 ? Outcome.JUNK : said.outcome();
        return new Assessment(
                before.score(),
                said.required(),
                VirusCheck.of(before.findings()),
                Wishes.of(outcome),
                "");
    }
}
