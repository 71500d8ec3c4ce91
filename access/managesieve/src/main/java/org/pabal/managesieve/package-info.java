// SPDX-License-Identifier: Apache-2.0

/// ManageSieve (RFC 5804), server side: how people put their Sieve scripts where mail arrives.
///
/// A command is read whole ({@link org.pabal.managesieve.CommandReader}), understood
/// ({@link org.pabal.managesieve.ManageSieveParser}) and answered by one switch over commands and
/// states ({@link org.pabal.managesieve.ManageSieveSession}). What scripts are and where they are kept
/// is {@link org.pabal.mda.scripts.ScriptStore}'s.
@NullMarked
package org.pabal.managesieve;

import org.jspecify.annotations.NullMarked;
