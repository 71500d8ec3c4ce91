// SPDX-License-Identifier: Apache-2.0

/// What carrying a whole account from one store to another needs of the mailbox model: its doors, which
/// are shut meanwhile ({@link org.pabal.mailbox.copy.AccountDoors}), and the meaning of its records as
/// far as they cannot be carried octet by octet ({@link org.pabal.mailbox.copy.AccountRecords}).
@NullMarked
package org.pabal.mailbox.copy;

import org.jspecify.annotations.NullMarked;
