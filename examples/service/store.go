package main

// This file stores sessions in PostgreSQL.

import (
	"context"
	"errors"
	"iter"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
)

var (
	errNotFound = errors.New("not found")
	errExists   = errors.New("exists already")
)

type store struct{ pool *pgxpool.Pool }

// open connects to the database and creates the table if needed.
func open(ctx context.Context, url string) (*store, error) {
	pool, err := pgxpool.New(ctx, url)
	if err != nil {
		return nil, err
	}
	_, err = pool.Exec(ctx, `CREATE TABLE IF NOT EXISTS sessions (id double precision PRIMARY KEY, payload jsonb NOT NULL)`)
	if err != nil {
		pool.Close()
		return nil, err
	}
	return &store{pool}, nil
}

func (s *store) close() { s.pool.Close() }

func (s *store) insert(ctx context.Context, v session) error {
	payload, err := sessions.Append(nil, v)
	if err != nil {
		return err
	}
	_, err = s.pool.Exec(ctx, `INSERT INTO sessions VALUES ($1, $2)`, v.ID, payload)
	return known(err)
}

func (s *store) find(ctx context.Context, id float64) (session, error) {
	return selectOne(ctx, s.pool, `SELECT payload FROM sessions WHERE id = $1`, id)
}

// change stores the session that update has changed, unless update returns an error.
func (s *store) change(ctx context.Context, id float64, update func(*session) error) (v session, err error) {
	err = pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		if v, err = selectOne(ctx, tx, `SELECT payload FROM sessions WHERE id = $1 FOR UPDATE`, id); err != nil {
			return err
		}
		if err := update(&v); err != nil {
			return err
		}
		payload, err := sessions.Append(nil, v)
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `UPDATE sessions SET payload = $2 WHERE id = $1`, id, payload)
		return err
	})
	return v, err
}

// insertAll copies sessions into the table while they are read, and returns how many. If one
// of them is an error, none is stored.
func (s *store) insertAll(ctx context.Context, all iter.Seq2[session, error]) (int, error) {
	next, stop := iter.Pull2(all)
	defer stop()
	n, err := s.pool.CopyFrom(ctx, pgx.Identifier{"sessions"}, []string{"id", "payload"}, pgx.CopyFromFunc(func() ([]any, error) {
		v, err, more := next()
		if err != nil || !more {
			return nil, err
		}
		payload, err := sessions.Append(nil, v)
		return []any{v.ID, payload}, err
	}))
	return int(n), known(err)
}

// A querier is a pool or a transaction.
type querier interface {
	QueryRow(ctx context.Context, sql string, args ...any) pgx.Row
}

func selectOne(ctx context.Context, q querier, query string, id float64) (session, error) {
	var payload []byte
	err := q.QueryRow(ctx, query, id).Scan(&payload)
	if errors.Is(err, pgx.ErrNoRows) {
		return session{}, errNotFound
	}
	if err != nil {
		return session{}, err
	}
	return sessions.Decode(payload)
}

// known replaces the error for an id that is taken.
func known(err error) error {
	const uniqueViolation = "23505"
	if failure, ok := errors.AsType[*pgconn.PgError](err); ok && failure.Code == uniqueViolation {
		return errExists
	}
	return err
}
