// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.format.v1;

import java.util.SortedMap;
import org.pabal.directory.AccountId;
import org.pabal.directory.GroupId;
import org.pabal.mailbox.Acl;
import org.pabal.mailbox.Grantee;
import org.pabal.mailbox.Rights;

/// The records under `F`: to whom a mailbox's owner gave which rights. The bits of rights are in the
/// order of {@link Rights#LETTERS}, for good.
public final class AclFormat {
    private static final int VERSION = 1;

    private AclFormat() {}

    public static byte[] encode(Acl acl) {
        OctetWriter out = new OctetWriter(8 + acl.size() * 6).octet(VERSION);
        write(acl.given(), Kind.PEOPLE, out);
        write(acl.withheld(), Kind.PEOPLE, out);
        if (!acl.groups().isEmpty()) {
            write(acl.given(), Kind.GROUPS, out);
            write(acl.withheld(), Kind.GROUPS, out);
        }
        return out.toOctets();
    }

    /// Groups stand behind the others: records without any are as they were before there were any.
    private enum Kind {
        PEOPLE,
        GROUPS;

        boolean has(Grantee grantee) {
            return (this == GROUPS) == grantee instanceof Grantee.Group;
        }

        Grantee grantee(long number) {
            return this == GROUPS
                    ? new Grantee.Group(new GroupId(number))
                    : number == 0
                            ? new Grantee.Anyone()
                            : new Grantee.Account(new AccountId(number));
        }
    }

    private static void write(SortedMap<Grantee, Rights> rights, Kind kind, OctetWriter out) {
        out.number(rights.keySet().stream().filter(kind::has).count());
        rights.forEach((grantee, letters) -> {
            if (kind.has(grantee)) {
                out.number(numberOf(grantee)).number(letters.bits());
            }
        });
    }

    private static long numberOf(Grantee grantee) {
        return switch (grantee) {
            case Grantee.Anyone _ -> 0;
            case Grantee.Account(AccountId id) -> id.value();
            case Grantee.Group(GroupId id) -> id.value();
        };
    }

    public static Acl decode(byte[] octets) {
        OctetReader in = new OctetReader(octets, VERSION);
        Acl people = read(in, Kind.PEOPLE, Acl.NONE);
        return in.isAtEnd() ? people : read(in, Kind.GROUPS, people);
    }

    private static Acl read(OctetReader in, Kind kind, Acl before) {
        Acl acl = before;
        for (int left = in.count(); left > 0; left--) {
            acl = acl.giving(kind.grantee(in.number()), rights(in));
        }
        for (int left = in.count(); left > 0; left--) {
            acl = acl.withholding(kind.grantee(in.number()), rights(in));
        }
        return acl;
    }

    private static Rights rights(OctetReader in) {
        return new Rights(in.smallNumber() & Rights.ALL.bits());
    }
}
