// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pabal.directory.AccountId;

class AclTest {
    private static final Grantee ANYONE = new Grantee.Anyone();
    private static final AccountId BOB = new AccountId(2);
    private static final Grantee TO_BOB = new Grantee.Account(BOB);
    private static final AccountId CAROL = new AccountId(3);

    @Test
    void theObsoleteLettersStandForTwoRightsEach() { // RFC 4314 §2.1.1
        assertThat(Rights.of("cd")).isEqualTo(Rights.of("kxte"));
        assertThat(Rights.of("lrk").withObsolete()).isEqualTo("lrkc");
        assertThat(Rights.of("et").withObsolete()).isEqualTo("ted");
        assertThat(Rights.ALL.withObsolete()).isEqualTo("lrswipkxteacd");
    }

    @Test
    void theFirstLetterThatIsNoRightIsNamed() {
        assertThat(Rights.parse("lrQz")).isEqualTo(new Rights.Parsed.Unknown('Q'));
        assertThat(Rights.parse("l\uD83D\uDE00")).isEqualTo(new Rights.Parsed.Unknown(0x1F600));
        assertThat(Rights.parse("")).isEqualTo(new Rights.Parsed.Known(Rights.NONE));
        assertThat(Rights.parse("wlw")).isEqualTo(new Rights.Parsed.Known(Rights.of("lw")));
    }

    @Test
    void whatIsWithheldCountsMoreThanWhatIsGiven() { // RFC 4314 §2
        Acl acl = Acl.NONE.giving(ANYONE, Rights.of("lr")).giving(TO_BOB, Rights.of("swi"));
        assertThat(acl.rightsOf(as(BOB))).isEqualTo(Rights.of("lrswi"));
        assertThat(acl.rightsOf(as(CAROL))).isEqualTo(Rights.of("lr"));
        Acl less = acl.withholding(TO_BOB, Rights.of("rw")).withholding(ANYONE, Rights.of("i"));
        assertThat(less.rightsOf(as(BOB))).isEqualTo(Rights.of("ls"));
        assertThat(less.rightsOf(as(CAROL))).isEqualTo(Rights.of("lr"));
        assertThat(less.size()).isEqualTo(4);
    }

    @Test
    void nothingGivenIsNoEntry() {
        Acl acl = Acl.NONE.giving(TO_BOB, Rights.of("l")).withholding(TO_BOB, Rights.of("r"));
        assertThat(acl.giving(TO_BOB, Rights.NONE).given()).isEmpty();
        assertThat(acl.without(TO_BOB)).isEqualTo(Acl.NONE);
        assertThat(acl.without(TO_BOB).isEmpty()).isTrue();
    }

    @Test
    void aChangeOfFlagsTouchesOnlyWhatTheRightsPermit() { // RFC 4314 §4
        Flags before = Flags.of(Flags.SEEN, Flags.DELETED, "old");
        FlagChange replace =
                new FlagChange(FlagChange.Mode.REPLACE, Flags.of(Flags.FLAGGED, "new"));
        assertThat(replace.limitedTo(Rights.of("w")).apply(before))
                .isEqualTo(Flags.of(Flags.SEEN, Flags.DELETED, Flags.FLAGGED, "new"));
        assertThat(replace.limitedTo(Rights.of("s")).apply(before))
                .isEqualTo(Flags.of(Flags.DELETED, "old"));
        assertThat(replace.limitedTo(Rights.of("t")).apply(before))
                .isEqualTo(Flags.of(Flags.SEEN, "old"));
        assertThat(replace.limitedTo(Rights.NONE).apply(before)).isEqualTo(before);
        assertThat(replace.apply(before)).isEqualTo(Flags.of(Flags.FLAGGED, "new"));
    }

    private static List<Grantee> as(AccountId reader) {
        return List.of(new Grantee.Account(reader), ANYONE);
    }
}
