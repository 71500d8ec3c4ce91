// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.pabal.message.envelope.Notify;
import org.pabal.message.envelope.ReturnContent;
import org.pabal.server.local.SendmailOptions.Mode;
import org.pabal.server.local.SendmailOptions.Unusable;

/// Command lines as programs write them.
class SendmailOptionsTest {
    private static SendmailOptions parse(String line) throws Unusable {
        return SendmailOptions.parse(List.of(line.split(" ")), Mode.SUBMIT);
    }

    @Test
    void cronsOptions() throws Unusable {
        SendmailOptions options = parse("-i -FCronDaemon -B8BITMIME -oem root");
        assertThat(options.name()).isEqualTo("CronDaemon");
        assertThat(options.dotEnds()).isFalse();
        assertThat(options.refusals()).isEqualTo(LocalRequest.Refusals.REPORTED);
        assertThat(options.recipients()).containsExactly("root");
    }

    @Test
    void muttsAndPhpsOptions() throws Unusable {
        SendmailOptions mutt = parse("-oem -oi -f bob@x.test -- a@y.test -b@z.test");
        assertThat(mutt.from()).contains("bob@x.test");
        assertThat(mutt.recipients()).containsExactly("a@y.test", "-b@z.test");
        SendmailOptions php = parse("-t -i -fwww@x.test");
        assertThat(php.readsRecipients()).isTrue();
        assertThat(php.from()).contains("www@x.test");
        assertThat(parse("-ti").readsRecipients()).isTrue();
        assertThat(parse("-ti").dotEnds()).isFalse();
        assertThat(parse("-f <> bob").from()).contains("<>");
    }

    @Test
    void modes() throws Unusable {
        assertThat(parse("-bs").mode()).isEqualTo(Mode.SMTP);
        assertThat(parse("-bp").mode()).isEqualTo(Mode.QUEUE);
        assertThat(parse("-bi").mode()).isEqualTo(Mode.ALIASES);
        assertThat(parse("-bv bob").mode()).isEqualTo(Mode.VERIFY);
        assertThat(parse("-q").mode()).isEqualTo(Mode.FLUSH);
        assertThat(parse("-q15m").mode()).isEqualTo(Mode.FLUSH);
        assertThat(parse("-qf -bm bob").mode()).isEqualTo(Mode.SUBMIT);
        assertThatThrownBy(() -> parse("-bd")).hasMessage("-bd");
    }

    @Test
    void whatReportsAreAskedFor() throws Unusable {
        SendmailOptions options = parse("-N success,delay -R hdrs -V id7 bob");
        assertThat(options.asked())
                .isEqualTo(
                        new LocalRequest.Asked(
                                Optional.of(Set.of(Notify.SUCCESS, Notify.DELAY)),
                                Optional.of(ReturnContent.HEADERS),
                                Optional.of("id7")));
        assertThat(parse("-Nnever bob").asked().events()).contains(Set.of());
        assertThatThrownBy(() -> parse("-N sometimes bob")).isInstanceOf(Unusable.class);
    }

    @Test
    void whatMeansNothingHereTakesItsValueAlong() throws Unusable {
        SendmailOptions options =
                parse(
                        "-Am -Ac -G -U -m -v -n -x -L tag -h 5 -X log -C file -O Timeout=1 -o7 -oA1 bob");
        assertThat(options.recipients()).containsExactly("bob");
        assertThat(parse("-O IgnoreDots=true bob").dotEnds()).isFalse();
        assertThatThrownBy(() -> parse("-Z bob")).hasMessage("-Z");
        assertThatThrownBy(() -> parse("-f")).hasMessage("-f");
    }
}
