// SPDX-License-Identifier: Apache-2.0

/// Small objects of an account that only JMAP knows: identities, the order of mailboxes. Each is a
/// JSON document in the account's space, with the changes of its collection numbered, so that
/// `changes` is exact. docs/formats/jmap-v1.md
@NullMarked
package org.pabal.jmap.document;

import org.jspecify.annotations.NullMarked;
