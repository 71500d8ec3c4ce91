// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pabal.directory.AccountId;
import org.pabal.directory.GroupId;
import org.pabal.mailbox.format.v1.AclFormat;

/// Rights of a reader of whom groups are known, unknown, or none of the reader's. RFC 4314 §2.
class GroupRightsTest {
    private static final AccountId READER = new AccountId(2);
    private static final List<Grantee> GRANTEES =
            List.of(
                    new Grantee.Anyone(),
                    new Grantee.Account(READER),
                    new Grantee.Account(new AccountId(3)),
                    new Grantee.Group(new GroupId(2)), // the same number as the reader's
                    new Grantee.Group(new GroupId(10)),
                    new Grantee.Group(new GroupId(11)),
                    new Grantee.Group(new GroupId(12)));

    private enum Standing {
        IS,
        IS_NOT,
        NOBODY_KNOWS
    }

    @Test
    void eachRightIsGivenByWhatOneIsAndWithheldByWhatOneMayBe() {
        Random random = new Random(11);
        for (int round = 0; round < 2_000; round++) {
            Acl acl = acl(random);
            Map<Grantee, Standing> standings = standings(random);
            List<Grantee> certainly = new ArrayList<>();
            List<Grantee> possibly = new ArrayList<>();
            standings.forEach((grantee, standing) -> {
                if (standing == Standing.IS) {
                    certainly.add(grantee);
                }
                if (standing != Standing.IS_NOT) {
                    possibly.add(grantee);
                }
            });
            Rights rights = acl.rightsOf(certainly, possibly);
            for (char letter : Rights.LETTERS.toCharArray()) {
                Rights right = Rights.of(String.valueOf(letter));
                boolean given = false;
                boolean withheld = false;
                for (Map.Entry<Grantee, Standing> each : standings.entrySet()) {
                    given |=
                            each.getValue() == Standing.IS && acl.givenTo(each.getKey()).has(right);
                    withheld |=
                            each.getValue() != Standing.IS_NOT
                                    && acl.withheldFrom(each.getKey()).has(right);
                }
                assertThat(rights.has(right))
                        .as(acl + " " + standings)
                        .isEqualTo(given && !withheld);
            }
        }
    }

    /// Who joins a group has its rights besides, less what it withholds; who leaves it is as before.
    @Test
    void aMemberHasNoMoreThanTheGroupGivesAndNoLessThanItWithholds() {
        Random random = new Random(12);
        Grantee group = new Grantee.Group(new GroupId(10));
        for (int round = 0; round < 2_000; round++) {
            Acl acl = acl(random);
            List<Grantee> before = List.of(new Grantee.Account(READER));
            List<Grantee> after = List.of(new Grantee.Account(READER), group);
            Rights gained = acl.rightsOf(after).minus(acl.rightsOf(before));
            Rights lost = acl.rightsOf(before).minus(acl.rightsOf(after));
            assertThat(acl.givenTo(group).has(gained)).as(acl.toString()).isTrue();
            assertThat(acl.withheldFrom(group).has(lost)).as(acl.toString()).isTrue();
            assertThat(acl.rightsOf(after).minus(acl.withheldFrom(group)))
                    .isEqualTo(acl.rightsOf(after));
        }
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        Random random = new Random(13);
        for (int round = 0; round < 2_000; round++) {
            Acl acl = acl(random);
            assertThat(AclFormat.decode(AclFormat.encode(acl))).isEqualTo(acl);
        }
    }

    private static Acl acl(Random random) {
        Acl acl = Acl.NONE;
        for (Grantee each : GRANTEES) {
            if (random.nextBoolean()) {
                acl = acl.giving(each, rights(random));
            }
            if (random.nextInt(3) == 0) {
                acl = acl.withholding(each, rights(random));
            }
        }
        return acl;
    }

    private static Rights rights(Random random) {
        return new Rights(random.nextInt() & Rights.ALL.bits());
    }

    private static Map<Grantee, Standing> standings(Random random) {
        Map<Grantee, Standing> standings = new java.util.HashMap<>();
        for (Grantee each : GRANTEES) {
            standings.put(each, Standing.values()[random.nextInt(Standing.values().length)]);
        }
        return standings;
    }
}
