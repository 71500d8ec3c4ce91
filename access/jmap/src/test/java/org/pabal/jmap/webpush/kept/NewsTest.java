// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.webpush.kept;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pabal.directory.Account;
import org.pabal.jmap.Capability;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.testing.JmapStage;
import org.pabal.jmap.webhook.NotificationSettings;
import org.pabal.jmap.webhook.WebhookCapability;
import org.pabal.mailbox.AccountPoint;
import org.pabal.mailbox.Flags;
import org.pabal.mailbox.ObjectIds;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Of which mail devices are told.
final class NewsTest {
    private static final JsonMapper JSON = new JsonMapper();

    private final Stage stage = new Stage();
    private final Account alice = stage.account("alice");
    private final News news =
            new News(
                    stage.settings,
                    stage.directory,
                    stage.store,
                    (_, address) -> Set.of("ann@far.example").contains(address),
                    stage.clock);

    private static final class Stage extends JmapStage {
        private final NotificationSettings settings = new NotificationSettings(storage, store);

        @Override
        protected List<Capability> moreCapabilities() {
            return List.of(new WebhookCapability());
        }

        @Override
        protected List<JmapMethod> moreMethods() {
            return settings.methods(store);
        }
    }

    @BeforeEach
    void begin() throws Exception {
        stage.given("alice has the mailbox Lists");
        assertThat(news.isWanted(alice.id())).isTrue(); // nobody knows what was before
        assertThat(news.isWanted(alice.id())).isFalse();
    }

    /// The settings hold for the first mail after a start, too.
    @Test
    void theFirstChangeIsJudgedFromWhereTheAccountWas() throws Exception {
        AccountPoint before = stage.mailboxes("alice").state().point();
        stage.given("alice has in Junk the message");
        news.forget(alice.id()); // as after a start
        news.begin(alice.id(), before);
        assertThat(news.isWanted(alice.id())).isFalse();
        stage.given("alice has in INBOX the message");
        assertThat(news.isWanted(alice.id())).isTrue();
    }

    @AfterEach
    void close() {
        stage.close();
    }

    private boolean arrives(String mailbox, String from) throws Exception {
        stage.append("alice", mailbox, Flags.NONE, "From: " + from + "\r\nSubject: x\r\n\r\nx\r\n");
        return news.isWanted(alice.id());
    }

    private void set(String patch) throws Exception {
        assertThat(
                        stage.call(
                                        "alice",
                                        "NotificationSetting/set",
                                        (ObjectNode)
                                                JSON.readTree(
                                                        "{\"update\":{\"singleton\":"
                                                                + patch
                                                                + "}}"))
                                .path("updated")
                                .has("singleton"))
                .isTrue();
    }

    @Test
    void ofAllMailThatIsNeitherSpamNorOnesOwn() throws Exception {
        assertThat(arrives("INBOX", "any@far.example")).isTrue();
        assertThat(arrives("Lists", "any@far.example")).isTrue();
        assertThat(arrives("Junk", "any@far.example")).isFalse();
        assertThat(arrives("Sent", "any@far.example")).isFalse();
        assertThat(arrives("Drafts", "any@far.example")).isFalse();
    }

    @Test
    void ofPeopleWhoWereWrittenTo() throws Exception {
        set("{\"wanted\":{\"kind\":\"known\"}}");
        assertThat(arrives("INBOX", "Any <any@far.example>")).isFalse();
        assertThat(arrives("INBOX", "Ann Example <Ann@far.example>")).isTrue();
    }

    @Test
    void ofChosenMailboxes() throws Exception {
        String lists = ObjectIds.of(stage.mailbox("alice", "Lists").id());
        set("{\"wanted\":{\"kind\":\"mailboxes\",\"mailboxIds\":[\"" + lists + "\"]}}");
        assertThat(arrives("INBOX", "any@far.example")).isFalse();
        assertThat(arrives("Lists", "any@far.example")).isTrue();
    }

    @Test
    void ofMailThatHasOneOfTheKeywordsFromTheBeginning() throws Exception {
        set("{\"wanted\":{\"kind\":\"keywords\",\"keywords\":[\"Work\",\"$flagged\"]}}");
        assertThat(arrives("INBOX", "any@far.example")).isFalse();
        assertThat(arrives("INBOX", Flags.of("private"))).isFalse();
        assertThat(arrives("INBOX", Flags.of("private", "work"))).isTrue();
        assertThat(arrives("Lists", Flags.of(Flags.FLAGGED))).isTrue();
        assertThat(arrives("Junk", Flags.of("work"))).isFalse();
    }

    private boolean arrives(String mailbox, Flags flags) throws Exception {
        stage.append("alice", mailbox, flags, "From: any@far.example\r\nSubject: x\r\n\r\nx\r\n");
        return news.isWanted(alice.id());
    }

    /// What came in quiet hours is not told of after them.
    @Test
    void ofNothingInQuietHours() throws Exception {
        set("{\"quiet\":{\"from\":\"11:00\",\"until\":\"13:00\",\"timeZone\":\"UTC\"}}");
        assertThat(arrives("INBOX", "any@far.example")).isFalse();
        stage.clock.advance(Duration.ofHours(2));
        assertThat(news.isWanted(alice.id())).isFalse();
        assertThat(arrives("INBOX", "any@far.example")).isTrue();
    }

    /// Somebody brings the mail of another server here.
    @Test
    void ofNothingThatIsOld() throws Exception {
        stage.append("alice", "INBOX", Flags.NONE, "From: a@far.example\r\n\r\nx\r\n");
        stage.clock.advance(Duration.ofDays(2));
        assertThat(news.isWanted(alice.id())).isFalse();
        assertThat(arrives("INBOX", "any@far.example")).isTrue();
    }

    private News.Shared inBobs(String mailbox) throws Exception {
        stage.append(
                "bob", mailbox, Flags.NONE, "From: any@far.example\r\nSubject: x\r\n\r\nx\r\n");
        return news.inShared(alice.id(), stage.account("bob").id());
    }

    /// Of others' mail what one sees, by one's own rules.
    @Test
    void ofWhatOthersShare() throws Exception {
        stage.given("bob has the mailbox Team");
        assertThat(inBobs("Team")).isEqualTo(News.Shared.NOTHING);
        stage.given("bob shares Team with alice: lrs");
        assertThat(inBobs("Team")).isEqualTo(News.Shared.MAIL);
        assertThat(inBobs("INBOX")).isEqualTo(News.Shared.NOTHING);
        assertThat(news.sees(alice.id(), stage.account("bob").id())).isTrue();
        set("{\"wanted\":{\"kind\":\"known\"}}");
        assertThat(inBobs("Team")).isEqualTo(News.Shared.CHANGES);
        String lists = ObjectIds.of(stage.mailbox("alice", "Lists").id());
        set("{\"wanted\":{\"kind\":\"mailboxes\",\"mailboxIds\":[\"" + lists + "\"]}}");
        assertThat(inBobs("Team")).isEqualTo(News.Shared.CHANGES);
        set("{\"wanted\":{\"kind\":\"all\"}}");
        assertThat(inBobs("Team")).isEqualTo(News.Shared.MAIL);
        stage.given("bob shares Team with alice: p");
        assertThat(inBobs("Team")).isEqualTo(News.Shared.NOTHING);
        assertThat(news.sees(alice.id(), stage.account("bob").id())).isFalse();
    }
}
