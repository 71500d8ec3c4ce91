// SPDX-License-Identifier: Apache-2.0

/// `pabal cyradm`: the verbs, short forms and answers of Cyrus' cyradm, for who has them in the fingers
/// and in scripts.
@NullMarked
package org.pabal.cli.cyradm;

import org.jspecify.annotations.NullMarked;
