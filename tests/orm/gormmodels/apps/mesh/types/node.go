// Package types has models with serializers and keys of their own types.
package types

import (
	"database/sql"
	"net/netip"
	"sync"
	"time"

	"gorm.io/gorm"
)

type (
	NodeID  uint64
	NodeIDs []NodeID
)

type MachineKey struct{ k [32]byte }

func (k MachineKey) MarshalText() ([]byte, error)  { return k.k[:], nil }
func (k *MachineKey) UnmarshalText(b []byte) error { return nil }

type Hostinfo struct {
	OS     string
	Routes []netip.Prefix
}

// Node is a client.
type Node struct {
	ID NodeID `gorm:"primary_key"`

	MachineKey MachineKey       `gorm:"serializer:text"`
	Endpoints  []netip.AddrPort `gorm:"serializer:json"`
	Hostinfo   *Hostinfo        `gorm:"column:host_info;serializer:json"`
	IPv4       *netip.Addr      `gorm:"column:ipv4;serializer:text"`
	IPv6       *netip.Addr      `gorm:"column:ipv6;serializer:text"`
	Hostname   string
	GivenName  string `gorm:"type:varchar(63);unique_index"`

	UserID uint
	User   User `gorm:"constraint:OnDelete:CASCADE;"`

	RegisterMethod string
	ForcedTags     []string `gorm:"column:forced_tags;serializer:json"`

	AuthKeyID *uint64 `sql:"DEFAULT:NULL"`
	AuthKey   *PreAuthKey

	Expiry         *time.Time
	LastSeen       *time.Time     `gorm:"column:last_seen"`
	ApprovedRoutes []netip.Prefix `gorm:"column:approved_routes;serializer:json"`

	CreatedAt time.Time
	UpdatedAt time.Time
	DeletedAt *time.Time

	IsOnline *bool `gorm:"-"`

	mu sync.Mutex //nolint:unused // as applications have it
}

type Nodes []*Node

type User struct {
	gorm.Model

	Name               string `gorm:"uniqueIndex:idx_name_provider_identifier;index;size:100"`
	DisplayName        string
	Email              string
	ProviderIdentifier sql.NullString `gorm:"uniqueIndex:idx_name_provider_identifier;size:100"`
	Provider           string
	ProfilePicURL      string
}

type PreAuthKey struct {
	ID        uint64 `gorm:"primary_key"`
	Key       string
	UserID    uint
	User      User `gorm:"constraint:OnDelete:SET NULL;"`
	Reusable  bool
	Ephemeral bool     `gorm:"default:false"`
	Used      bool     `gorm:"default:false"`
	Tags      []string `gorm:"serializer:json"`

	CreatedAt  *time.Time
	Expiration *time.Time
}

// APIKey describes the datamodel for API keys used to remotely authenticate.
type APIKey struct {
	ID     uint64 `gorm:"primary_key"`
	Prefix string `gorm:"uniqueIndex;size:20"`
	Hash   []byte

	CreatedAt  *time.Time
	Expiration *time.Time
	LastSeen   *time.Time
}

type Policy struct {
	gorm.Model
	Data string
}

// KV is a key-value store in a psql table. For future use.
type KV struct {
	Key   string
	Value string
}
